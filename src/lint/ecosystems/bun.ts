import { asValue, type Call, onlyAsks, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';
import { nodeScript, nodeTool, splitPackages } from './node-tools';

const valueFlags = [
  '--cwd',
  '--config',
  '-c',
  '--registry',
  '--filter',
  '-F',
  '--backend',
  '--cache-dir',
  '--omit',
  '--linker',
];

const silent = new Set([
  'upgrade',
  'pm',
  'init',
  'create',
  'c',
  'link',
  'unlink',
  'outdated',
  'publish',
  'patch',
  'remove',
  'rm',
  'audit',
  'info',
  'why',
  'repl',
  'exec',
]);

export const bun: Ecosystem = {
  id: 'bun',
  name: 'Bun',
  family: 'node',
  manifests: ['package.json'],
  locks: ['bun.lock', 'bun.lockb'],
  configs: ['bunfig.toml', '.npmrc', 'patches/'],
  outputs: ['node_modules'],
  caches: ['/root/.bun/install/cache'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--frozen-lockfile' },
  prime: 'bun install --frozen-lockfile',
  programs: ['bun', 'bunx'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    if (invocation.program === 'bunx') return nodeTool(call.operands);
    return onlyAsks(call) ? undefined : bunCommand(call);
  },
};

function bunCommand(call: Call): Match | undefined {
  const [subcommand, ...rest] = call.operands;
  if (!subcommand) return undefined;
  const common = { subcommand, directory: call.last('--cwd'), flags: call.flags };
  switch (subcommand.value) {
    case 'install':
    case 'i':
    case 'ci':
    case 'add':
    case 'a':
    case 'update':
      return install(call, rest, common);
    case 'run':
      return rest[0] && { ...common, ...nodeScript(rest[0]) };
    case 'x':
      return nodeTool(rest);
    default:
      // `bun server.ts` starts a program; it is no script of package.json.
      if (silent.has(subcommand.value) || /[./]/.test(subcommand.value)) return undefined;
      return { ...common, ...nodeScript(subcommand) };
  }
}

function install(call: Call, words: Call['operands'], common: Omit<Match, 'role'>): Match {
  if (words.length > 0 || call.has('-g', '--global')) {
    const { packages, local } = splitPackages(words);
    return { ...common, role: 'tools', packages, localFiles: local.map(asValue) };
  }
  return { ...common, role: 'install', frozen: call.has('--frozen-lockfile') || common.subcommand?.value === 'ci' };
}
