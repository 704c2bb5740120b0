import { asValue, readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '--project-file',
  '-w',
  '--with-compiler',
  '--installdir',
  '--install-method',
  '--constraint',
  '-f',
  '--flags',
  '-j',
  '--jobs',
  '--ghc-options',
  '--builddir',
  '--store-dir',
];

export const cabal: Ecosystem = {
  id: 'cabal',
  name: 'Cabal',
  family: 'haskell',
  manifests: ['*.cabal', 'package.yaml'],
  locks: ['cabal.project.freeze'],
  configs: ['cabal.project', 'cabal.project.local', 'Setup.hs'],
  outputs: ['dist-newstyle'],
  caches: [],
  compileCaches: ['/root/.cabal/store', '/root/.local/state/cabal/store', 'dist-newstyle'],
  compiles: true,
  prime: 'cabal update && cabal build --only-dependencies all',
  programs: ['cabal'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const [subcommand, ...targets] = call.operands;
    const name = subcommand?.value.replace(/^(?:v[12]|new)-/, '');
    const common = {
      subcommand,
      manifestArgs: call.values('--project-file'),
      flags: call.flags,
      offline: call.has('--offline'),
    };
    if (call.has('--help', '-h', '--version', '--dry-run')) return undefined;
    if (name === 'update') return { ...common, role: 'tools' };
    if (!/^(?:build|install|test|bench|run|haddock|repl)$/.test(name ?? '')) return undefined;
    if (call.has('--only-dependencies', '--dependencies-only', '--only-dep', '--enable-only-dependencies'))
      return { ...common, role: 'install' };
    const packages =
      name === 'install' ? targets.filter((word) => /^[A-Za-z][\w-]*$/.test(word.value) && word.value !== 'all') : [];
    if (packages.length > 0) return { ...common, role: 'tools', packages };
    return {
      ...common,
      role: 'implicit',
      localFiles: targets.filter((word) => word.value.startsWith('.')).map(asValue),
    };
  },
};
