import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = ['-p', '--project', '-G', '--group', '-L', '--lockfile', '--venv', '-c', '--config', '-d', '--dest'];

export const pdm: Ecosystem = {
  id: 'pdm',
  name: 'PDM',
  family: 'python',
  manifests: ['pyproject.toml'],
  locks: ['pdm.lock'],
  configs: ['pdm.toml'],
  outputs: ['.venv', '__pypackages__'],
  caches: ['/root/.cache/pdm'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'command', command: 'pdm sync' },
  prime: 'pdm sync --prod --no-self',
  programs: ['pdm'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const [subcommand, ...rest] = call.operands;
    const common = { subcommand, directory: call.last('-p', '--project'), flags: call.flags };
    if (call.has('--help', '-h', '--dry-run')) return undefined;
    switch (subcommand?.value) {
      case 'install':
      case 'sync': {
        const frozen = subcommand.value === 'sync' || call.has('--frozen-lockfile', '--no-lock', '--check');
        return { ...common, role: call.has('--no-self') ? 'prime' : 'install', frozen };
      }
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
