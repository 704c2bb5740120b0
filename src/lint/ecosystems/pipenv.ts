import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '--python',
  '-r',
  '--requirements',
  '-i',
  '--index',
  '--pypi-mirror',
  '--categories',
  '--extra-pip-args',
  '-e',
  '--editable',
];

export const pipenv: Ecosystem = {
  id: 'pipenv',
  name: 'Pipenv',
  family: 'python',
  manifests: ['Pipfile'],
  locks: ['Pipfile.lock'],
  configs: [],
  outputs: ['.venv'],
  caches: ['/root/.cache/pipenv', '/root/.cache/pip'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--deploy' },
  prime: 'pipenv sync',
  programs: ['pipenv'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const [subcommand, ...rest] = call.operands;
    const common = { subcommand, flags: call.flags };
    if (call.has('--help', '-h', '--version')) return undefined;
    switch (subcommand?.value) {
      case 'sync':
        return { ...common, role: 'install', frozen: true };
      case 'install': {
        const frozen = call.has('--deploy', '--ignore-pipfile');
        const manifestArgs = call.values('-r', '--requirements');
        const localFiles = call.values('-e', '--editable');
        if (rest.length > 0) return { ...common, role: 'tools', packages: rest, localFiles };
        return { ...common, role: 'install', frozen, manifestArgs, localFiles };
      }
      case 'update':
        return { ...common, role: 'install', frozen: false, packages: rest };
      case 'run':
        return { ...common, role: 'project' };
      default:
        return undefined;
    }
  },
};
