import { asValue, readCall } from './call';
import type { Ecosystem } from './ecosystem';
import { pipCommand, pipValueFlags } from './pip';

const valueFlags = [
  '--project',
  '--directory',
  '--extra',
  '--no-extra',
  '-p',
  '--python',
  '--index-url',
  '--default-index',
  '--index',
  '--package',
  '--cache-dir',
  '--link-mode',
  '--no-group',
  '--only-group',
  '--config-file',
  '--with',
  '--from',
  '--resolution',
  '--no-install-package',
  '--color',
  '--env-file',
  '--allow-insecure-host',
  '--keyring-provider',
];

export const uv: Ecosystem = {
  id: 'uv',
  name: 'uv',
  family: 'python',
  manifests: ['pyproject.toml'],
  locks: ['uv.lock'],
  configs: ['uv.toml', '.python-version'],
  outputs: ['.venv'],
  caches: ['/root/.cache/uv'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--locked' },
  prime: 'uv sync --locked --no-install-project',
  programs: ['uv', 'uvx'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags: [...valueFlags, ...pipValueFlags] });
    const [subcommand, ...rest] = call.operands;
    if (invocation.program === 'uvx') return subcommand && { role: 'tools', packages: [subcommand], flags: call.flags };
    const directory = call.last('--project', '--directory');
    const common = { subcommand, directory, flags: call.flags };
    if (call.has('--help', '-h', '--dry-run')) return undefined;
    switch (subcommand?.value) {
      case 'sync': {
        const frozen = call.has('--frozen', '--locked');
        const early = call.has('--no-install-project', '--no-install-workspace');
        if (call.has('--offline')) return { ...common, role: 'finish', frozen, offline: true };
        return { ...common, role: early ? 'prime' : 'install', frozen };
      }
      case 'pip': {
        const match = pipCommand(call, 1);
        return match && { ...match, ecosystem: 'pip', directory };
      }
      case 'run':
      case 'build':
        return { ...common, role: 'project' };
      case 'add':
        return { ...common, role: 'tools', packages: rest, manifestArgs: call.values('-r', '--requirements') };
      case 'tool':
      case 'python':
        if (rest[0]?.value !== 'install' && rest[0]?.value !== 'run') return undefined;
        return {
          ...common,
          role: 'tools',
          subcommand: rest[0],
          packages: rest.slice(1),
          localFiles: rest
            .slice(1)
            .filter((word) => word.value.startsWith('.'))
            .map(asValue),
        };
      default:
        return undefined;
    }
  },
};
