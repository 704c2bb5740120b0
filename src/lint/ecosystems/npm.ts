import type { Invocation } from '../../shell/invocation';
import { asValue, type Call, onlyAsks, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';
import { nodeBuilders, nodeScript, nodeTool, splitPackages } from './node-tools';

const valueFlags = [
  '--prefix',
  '-C',
  '--workspace',
  '-w',
  '--registry',
  '--cache',
  '--userconfig',
  '--globalconfig',
  '--loglevel',
  '--omit',
  '--include',
  '--only',
  '--location',
  '--tag',
  '--before',
  '--script-shell',
  '--maxsockets',
  '--fetch-retries',
  '--fetch-timeout',
  '--install-strategy',
  '--cpu',
  '--os',
  '--libc',
];

const installs = new Set([
  'install',
  'i',
  'in',
  'ins',
  'inst',
  'insta',
  'instal',
  'isnt',
  'isnta',
  'isntal',
  'isntall',
  'add',
  'install-test',
  'it',
]);
const cleanInstalls = new Set([
  'ci',
  'clean-install',
  'ic',
  'install-clean',
  'isntall-clean',
  'install-ci-test',
  'cit',
]);

export const npm: Ecosystem = {
  id: 'npm',
  name: 'npm',
  family: 'node',
  manifests: ['package.json'],
  locks: ['package-lock.json', 'npm-shrinkwrap.json'],
  configs: ['.npmrc', '.nvmrc', '.node-version'],
  outputs: ['node_modules'],
  caches: ['/root/.npm'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'command', command: 'npm ci' },
  prime: 'npm ci',
  programs: ['npm', 'npx', ...nodeBuilders],
  recognise(invocation) {
    if (invocation.program === 'npm') return npmCommand(readCall(invocation, { valueFlags }));
    if (invocation.program === 'npx') return npx(invocation);
    return nodeTool([invocation.programWord, ...invocation.args]);
  },
};

function npmCommand(call: Call): Match | undefined {
  const [subcommand, ...rest] = call.operands;
  if (!subcommand || onlyAsks(call) || call.has('--package-lock-only')) return undefined;
  const name = subcommand.value;
  const common = { subcommand, directory: call.last('--prefix', '-C'), flags: call.flags };
  if (installs.has(name)) return install(call, { ...common, frozen: false });
  if (cleanInstalls.has(name)) return install(call, { ...common, frozen: true });
  if (name === 'update' || name === 'up' || name === 'upgrade') return install(call, { ...common, frozen: false });
  if (name === 'rebuild' || name === 'rb' || name === 'prune' || name === 'link') return { ...common, role: 'finish' };
  if (name === 'run' || name === 'run-script' || name === 'rum' || name === 'urn') {
    return rest[0] && { ...common, ...nodeScript(rest[0]) };
  }
  if (name === 'exec' || name === 'x') return nodeTool(rest);
  if (/^(?:test|t|tst|start|pack|publish)$/.test(name)) return { ...common, role: 'project' };
  return undefined;
}

function install(call: Call, common: Omit<Match, 'role'>): Match {
  const words = call.operands.slice(1).filter((word) => word.value !== '.' && word.value !== './');
  const { packages, local } = splitPackages(words);
  const details = { ...common, packages, localFiles: local.map(asValue) };
  if (call.has('-g', '--global') || call.last('--location')?.value === 'global') return { ...details, role: 'tools' };
  if (packages.length + local.length > 0) return { ...details, role: 'tools' };
  return call.has('--offline') ? { ...details, role: 'finish', offline: true } : { ...details, role: 'install' };
}

function npx(invocation: Invocation): Match | undefined {
  const { operands } = readCall(invocation, { valueFlags: ['-p', '--package', '-c', '--call', '--prefix'] });
  const first = operands[0];
  return first && nodeTool(invocation.args.slice(invocation.args.indexOf(first)));
}
