import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '-C',
  '--directory',
  '-P',
  '--project',
  '-E',
  '--extras',
  '--with',
  '--without',
  '--only',
  '-G',
  '--group',
  '-f',
  '--format',
  '-o',
  '--output',
];

export const poetry: Ecosystem = {
  id: 'poetry',
  name: 'Poetry',
  family: 'python',
  manifests: ['pyproject.toml'],
  locks: ['poetry.lock'],
  configs: ['poetry.toml'],
  outputs: ['.venv'],
  caches: ['/root/.cache/pypoetry'],
  compileCaches: [],
  compiles: false,
  prime: 'poetry install --no-root --no-directory',
  programs: ['poetry'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const [subcommand, ...rest] = call.operands;
    const common = { subcommand, directory: call.last('-C', '--directory', '-P', '--project'), flags: call.flags };
    if (call.has('--help', '-h', '--dry-run')) return undefined;
    switch (subcommand?.value) {
      case 'install':
      case 'sync':
        if (call.has('--only-root')) return { ...common, role: 'finish' };
        return { ...common, role: call.has('--no-root') ? 'prime' : 'install', frozen: true };
      case 'update':
        return { ...common, role: 'install', frozen: false, packages: rest };
      case 'add':
        return { ...common, role: 'tools', packages: rest };
      case 'run':
      case 'build':
        return { ...common, role: 'project' };
      default:
        return undefined;
    }
  },
};
