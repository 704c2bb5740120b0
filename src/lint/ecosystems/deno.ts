import { asValue, type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '-c',
  '--config',
  '--lock',
  '--import-map',
  '-n',
  '--name',
  '--root',
  '--cert',
  '-o',
  '--output',
  '--location',
  '--target',
  '--node-modules-dir',
];

export const deno: Ecosystem = {
  id: 'deno',
  name: 'Deno',
  family: 'deno',
  manifests: ['deno.json', 'deno.jsonc', 'package.json', 'deps.ts', 'import_map.json'],
  locks: ['deno.lock'],
  configs: [],
  outputs: ['node_modules', 'vendor'],
  caches: ['/deno-dir'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--frozen' },
  prime: 'deno install --frozen',
  programs: ['deno'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    return call.has('--help', '-h', '--version', '-V') ? undefined : denoCommand(call);
  },
};

function denoCommand(call: Call): Match | undefined {
  const [subcommand, ...rest] = call.operands;
  const manifestArgs = [...call.values('-c', '--config'), ...call.values('--import-map')];
  const frozen = call.has('--frozen') || subcommand?.value === 'ci';
  const common = { subcommand, manifestArgs, frozen, flags: call.flags, offline: call.has('--cached-only') };
  switch (subcommand?.value) {
    case 'install':
    case 'i':
    case 'ci':
      if (call.has('-g', '--global')) return { ...common, role: 'tools', packages: rest };
      if (call.has('--entrypoint', '-e')) return { ...common, role: 'implicit', localFiles: rest.map(asValue) };
      return rest.length > 0 ? { ...common, role: 'tools', packages: rest } : { ...common, role: 'install' };
    case 'add':
      return { ...common, role: 'tools', packages: rest };
    case 'cache': {
      // It walks the imports of its entry: source, unless the entry is a list of dependencies.
      const lists = rest.length > 0 && rest.every((word) => /(?:^|\/)(?:dev_)?deps\.[jt]s$/.test(word.value));
      if (lists) return { ...common, role: 'install', manifestArgs: [...manifestArgs, ...rest.map(asValue)] };
      return { ...common, role: 'implicit', localFiles: rest.map(asValue) };
    }
    case 'compile':
    case 'check':
    case 'bundle':
    case 'test':
    case 'run':
      return { ...common, role: common.offline ? 'project' : 'implicit', localFiles: rest.slice(0, 1).map(asValue) };
    case 'task':
    case 'lint':
    case 'fmt':
    case 'bench':
      return { ...common, role: 'project' };
    default:
      return undefined;
  }
}
