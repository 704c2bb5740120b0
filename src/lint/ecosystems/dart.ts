import { type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '-C',
  '--directory',
  '-o',
  '--output',
  '-D',
  '--define',
  '--dart-define',
  '--target',
  '-t',
  '--web-renderer',
  '--source',
  '-s',
];

export const dart: Ecosystem = {
  id: 'dart',
  name: 'pub',
  family: 'dart',
  manifests: ['pubspec.yaml', 'packages/*/pubspec.yaml'],
  locks: ['pubspec.lock'],
  configs: ['pubspec_overrides.yaml', 'melos.yaml'],
  outputs: ['.dart_tool'],
  caches: ['/root/.pub-cache'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--enforce-lockfile' },
  prime: 'dart pub get --enforce-lockfile',
  programs: ['dart', 'flutter', 'pub'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    if (call.has('--help', '-h', '--version', '--dry-run')) return undefined;
    const { operands } = call;
    if (invocation.program === 'pub') return pub(call, operands);
    if (operands[0]?.value === 'pub' || operands[0]?.value === 'packages') return pub(call, operands.slice(1));
    const builds = /^(?:compile|test|run|analyze|format|build|drive|assemble)$/.test(operands[0]?.value ?? '');
    return builds ? { role: 'project', subcommand: operands[0], flags: call.flags } : undefined;
  },
};

function pub(call: Call, [subcommand, ...rest]: Call['operands']): Match | undefined {
  const common = { subcommand, directory: call.last('-C', '--directory'), flags: call.flags };
  switch (subcommand?.value) {
    case 'get':
      if (call.has('--offline')) return { ...common, role: 'finish', offline: true };
      return { ...common, role: 'install', frozen: call.has('--enforce-lockfile') };
    case 'upgrade':
      return { ...common, role: 'install', frozen: false, packages: rest };
    case 'add':
      return { ...common, role: 'tools', packages: rest };
    case 'global':
      return rest[0]?.value === 'activate'
        ? { ...common, role: 'tools', subcommand: rest[0], packages: rest.slice(1) }
        : undefined;
    case 'run':
      return { ...common, role: 'project' };
    default:
      return undefined;
  }
}
