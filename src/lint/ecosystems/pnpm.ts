import { asValue, type Call, onlyAsks, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';
import { nodeScript, nodeTool, splitPackages } from './node-tools';

const valueFlags = [
  '-C',
  '--dir',
  '--filter',
  '-F',
  '--filter-prod',
  '--store-dir',
  '--virtual-store-dir',
  '--modules-dir',
  '--lockfile-dir',
  '--reporter',
  '--loglevel',
  '--registry',
  '--network-concurrency',
  '--workspace-concurrency',
  '--child-concurrency',
  '--node-linker',
  '--package-import-method',
  '--cache-dir',
  '--config-dir',
  '--prefix',
  '--fetch-timeout',
  '--fetch-retries',
];

const silent = new Set([
  'config',
  'c',
  'set',
  'get',
  'store',
  'env',
  'self-update',
  'import',
  'link',
  'ln',
  'unlink',
  'list',
  'ls',
  'outdated',
  'why',
  'audit',
  'approve-builds',
  'ignored-builds',
  'patch',
  'patch-commit',
  'patch-remove',
  'create',
  'init',
  'publish',
  'pack',
  'bin',
  'root',
  'licenses',
  'server',
  'doctor',
  'dedupe',
  'remove',
  'rm',
  'uninstall',
  'un',
  'setup',
  'help',
  'cache',
  'cat-file',
  'find-hash',
  'cat-index',
]);

export const pnpm: Ecosystem = {
  id: 'pnpm',
  name: 'pnpm',
  family: 'node',
  manifests: ['package.json'],
  locks: ['pnpm-lock.yaml'],
  configs: ['pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs', 'patches/'],
  outputs: ['node_modules'],
  caches: ['/root/.local/share/pnpm/store', '/pnpm/store'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--frozen-lockfile' },
  prime: 'pnpm fetch',
  programs: ['pnpm', 'pnpx'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    if (invocation.program === 'pnpx') return nodeTool(call.operands);
    return onlyAsks(call) && call.operands.length < 2 ? undefined : pnpmCommand(call, call.operands);
  },
};

function pnpmCommand(call: Call, operands: Call['operands']): Match | undefined {
  const [subcommand, ...rest] = operands;
  if (!subcommand) return undefined;
  const common = { subcommand, directory: call.last('-C', '--dir', '--prefix'), flags: call.flags };
  switch (subcommand.value) {
    case 'recursive':
    case 'multi':
    case 'm':
      return pnpmCommand(call, rest);
    case 'install':
    case 'i':
    case 'ci':
    case 'clean-install':
    case 'update':
    case 'up':
      return install(call, rest, common);
    case 'add':
      return named(rest, common);
    case 'fetch':
      return { ...common, role: 'prime', frozen: true };
    case 'deploy':
    case 'rebuild':
    case 'rb':
    case 'prune':
      return { ...common, role: 'finish' };
    case 'run':
    case 'run-script':
      return rest[0] && { ...common, ...nodeScript(rest[0]) };
    case 'exec':
    case 'dlx':
      return nodeTool(rest);
    default:
      return silent.has(subcommand.value) ? undefined : { ...common, ...nodeScript(subcommand) };
  }
}

function install(call: Call, words: Call['operands'], common: Omit<Match, 'role'>): Match | undefined {
  if (call.has('--lockfile-only')) return undefined;
  if (words.length > 0 || call.has('-g', '--global')) return named(words, common);
  const frozen = call.has('--frozen-lockfile') || /^(?:ci|clean-install)$/.test(common.subcommand?.value ?? '');
  if (call.has('--offline')) return { ...common, role: 'finish', frozen, offline: true };
  return { ...common, role: call.has('--prefer-offline') ? 'finish' : 'install', frozen };
}

function named(words: Call['operands'], common: Omit<Match, 'role'>): Match {
  const { packages, local } = splitPackages(words);
  return { ...common, role: 'tools', packages, localFiles: local.map(asValue) };
}
