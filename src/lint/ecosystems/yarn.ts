import { asValue, type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';
import { nodeScript, nodeTool, splitPackages } from './node-tools';

const valueFlags = [
  '--cwd',
  '--cache-folder',
  '--modules-folder',
  '--registry',
  '--network-timeout',
  '--network-concurrency',
  '--mutex',
  '--prefix',
  '--preferred-cache-folder',
  '--use-yarnrc',
  '--global-folder',
  '--link-folder',
  '--mode',
  '--from',
  '--include',
  '--exclude',
  '--jobs',
  '-j',
];

/** Subcommands that are no scripts of package.json and install nothing of the project. */
const silent = new Set([
  'cache',
  'config',
  'set',
  'plugin',
  'info',
  'why',
  'init',
  'version',
  'versions',
  'audit',
  'list',
  'licenses',
  'link',
  'unlink',
  'login',
  'logout',
  'npm',
  'node',
  'owner',
  'policies',
  'publish',
  'tag',
  'team',
  'upgrade-interactive',
  'remove',
  'outdated',
  'pack',
  'import',
  'help',
  'create',
  'check',
  'bin',
  'autoclean',
  'dedupe',
  'patch',
  'patch-commit',
  'search',
  'stage',
  'constraints',
  'explain',
  'unplug',
  'generate-lock-entry',
  'self-update',
  'unset',
]);

export const yarn: Ecosystem = {
  id: 'yarn',
  name: 'Yarn',
  family: 'node',
  manifests: ['package.json'],
  locks: ['yarn.lock'],
  configs: [
    '.npmrc',
    '.yarnrc',
    '.yarnrc.yml',
    '.yarn/releases/',
    '.yarn/plugins/',
    '.yarn/patches/',
    '.yarn/sdks/',
    '.yarn/versions/',
    '.yarn/cache/',
    '.pnp.cjs',
    '.pnp.loader.mjs',
  ],
  outputs: ['node_modules'],
  caches: ['/usr/local/share/.cache/yarn', '/root/.yarn/berry/cache', '/root/.cache/yarn'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--frozen-lockfile' },
  prime: 'yarn install --frozen-lockfile',
  programs: ['yarn', 'yarnpkg'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    const asks = call.has('--help', '-h', '--version', '-v', '--non-existent');
    return asks && call.operands.length === 0 ? undefined : yarnCommand(call);
  },
};

function yarnCommand(call: Call): Match | undefined {
  const [subcommand, ...rest] = call.operands;
  const common = { directory: call.last('--cwd'), flags: call.flags, subcommand };
  switch (subcommand?.value) {
    case undefined:
    case 'install':
    case 'up':
    case 'upgrade':
      return install(call, common);
    case 'add':
      return named(rest, common);
    case 'global':
      return rest[0]?.value === 'add' ? named(rest.slice(1), { ...common, subcommand: rest[0] }) : undefined;
    case 'workspaces':
      if (rest[0]?.value === 'focus') return install(call, { ...common, subcommand: rest[0] });
      return rest.length > 1 ? { ...common, role: 'project', subcommand: rest.at(-1) } : undefined;
    case 'workspace':
      if (rest[1]?.value === 'add') return named(rest.slice(2), { ...common, subcommand: rest[1] });
      return rest[1] && { ...common, ...nodeScript(rest[1].value === 'run' && rest[2] ? rest[2] : rest[1]) };
    case 'rebuild':
      return { ...common, role: 'finish' };
    case 'run':
      return rest[0] && { ...common, ...nodeScript(rest[0]) };
    case 'dlx':
    case 'exec':
      return nodeTool(rest);
    default:
      return subcommand && !silent.has(subcommand.value) ? { ...common, ...nodeScript(subcommand) } : undefined;
  }
}

function install(call: Call, common: Omit<Match, 'role'>): Match | undefined {
  if (call.last('--mode')?.value === 'update-lockfile') return undefined;
  const frozen = call.has('--frozen-lockfile', '--immutable');
  if (call.has('--offline')) return { ...common, role: 'finish', frozen, offline: true };
  return { ...common, role: 'install', frozen };
}

function named(words: Call['operands'], common: Omit<Match, 'role'>): Match {
  const { packages, local } = splitPackages(words);
  return { ...common, role: 'tools', packages, localFiles: local.map(asValue) };
}

export type YarnFlavour = 'classic' | 'berry';

/** What a project and the command say about its Yarn. */
export interface YarnEvidence {
  /** `packageManager` of package.json. */
  readonly packageManager?: string | undefined;
  /** `.yarnrc.yml`, `.yarn/releases` or `.pnp.cjs` is there. */
  readonly berryFiles?: boolean | undefined;
  /** Text of yarn.lock, its beginning will do. */
  readonly lock?: string | undefined;
  /** Flags of the install. */
  readonly flags?: ReadonlySet<string> | undefined;
}

/** Which Yarn it is; undefined when nothing says so. The strongest evidence first. */
export function yarnFlavour({ packageManager, berryFiles, lock, flags }: YarnEvidence): YarnFlavour | undefined {
  const version = /^yarn@(\d+)/.exec(packageManager ?? '')?.[1];
  if (version !== undefined) return Number(version) >= 2 ? 'berry' : 'classic';
  if (lock !== undefined && /^__metadata:/m.test(lock)) return 'berry';
  if (lock !== undefined && /^# yarn lockfile v1/m.test(lock)) return 'classic';
  if (berryFiles) return 'berry';
  if (flags?.has('--immutable') || flags?.has('--mode')) return 'berry';
  return flags?.has('--frozen-lockfile') || flags?.has('--pure-lockfile') ? 'classic' : undefined;
}

/** The flag that makes an install take exactly the lock's versions; undefined when it is not known which Yarn it is. */
export function yarnFrozenFlag(flavour: YarnFlavour | undefined): string | undefined {
  if (flavour === 'berry') return '--immutable';
  return flavour === 'classic' ? '--frozen-lockfile' : undefined;
}
