import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '--stack-yaml',
  '--resolver',
  '--snapshot',
  '--local-bin-path',
  '--work-dir',
  '--ghc-options',
  '-j',
  '--jobs',
  '--flag',
  '--stack-root',
  '--compiler',
  '--color',
];

export const stack: Ecosystem = {
  id: 'stack',
  name: 'Stack',
  family: 'haskell',
  manifests: ['stack.yaml', '*.cabal', 'package.yaml'],
  locks: ['stack.yaml.lock'],
  configs: ['Setup.hs'],
  outputs: ['.stack-work'],
  caches: [],
  compileCaches: ['/root/.stack', '.stack-work'],
  compiles: true,
  prime: 'stack build --only-dependencies',
  programs: ['stack'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const [subcommand, ...targets] = call.operands;
    const common = { subcommand, manifestArgs: call.values('--stack-yaml'), flags: call.flags };
    if (call.has('--help', '-h', '--version', '--dry-run')) return undefined;
    switch (subcommand?.value) {
      case 'build':
      case 'install':
      case 'test':
      case 'bench':
      case 'haddock': {
        if (call.has('--only-dependencies', '--dependencies-only', '--only-snapshot'))
          return { ...common, role: 'install' };
        const names =
          subcommand.value === 'install' &&
          targets.length > 0 &&
          targets.every((word) => /^[A-Za-z][\w-]*$/.test(word.value));
        return names ? { ...common, role: 'tools', packages: targets } : { ...common, role: 'implicit' };
      }
      case 'setup':
      case 'update':
        return { ...common, role: 'tools' };
      case 'exec':
      case 'run':
      case 'ghc':
        return { ...common, role: 'project' };
      default:
        return undefined;
    }
  },
};
