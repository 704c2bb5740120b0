import { asValue, type Call, isLocalPath, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '-n',
  '--name',
  '-p',
  '--prefix',
  '-f',
  '--file',
  '-c',
  '--channel',
  '-r',
  '--root-prefix',
  '--solver',
  '--platform',
  '--manifest-path',
  '-e',
  '--environment',
  '--subdir',
  '--repodata-fn',
];

export const conda: Ecosystem = {
  id: 'conda',
  name: 'Conda',
  family: 'python',
  manifests: ['environment*.yml', 'environment*.yaml', 'pixi.toml'],
  locks: ['conda-lock.yml', 'pixi.lock'],
  configs: ['.condarc'],
  outputs: ['.pixi'],
  caches: ['/opt/conda/pkgs'],
  compileCaches: [],
  compiles: false,
  prime: 'conda env create -f environment.yml',
  programs: ['conda', 'mamba', 'micromamba', 'conda-lock', 'pixi'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags });
    if (call.has('--help', '-h', '--dry-run')) return undefined;
    if (invocation.program === 'pixi') return pixi(call);
    if (invocation.program === 'conda-lock') return condaLock(call);
    const env = call.operands[0]?.value === 'env';
    const [subcommand, ...words] = env ? call.operands.slice(1) : call.operands;
    if (!subcommand || !/^(?:create|install|update)$/.test(subcommand.value)) return undefined;
    return install(call, subcommand, words, env);
  },
};

function install(
  call: Call,
  subcommand: Call['operands'][number],
  words: Call['operands'],
  env: boolean,
): Match | undefined {
  const manifestArgs = call.values('-f', '--file').filter(({ value }) => !/^https?:/.test(value));
  const local = words.filter((word) => isLocalPath(word.value));
  const packages = words.filter((word) => !local.includes(word));
  const common = { subcommand, manifestArgs, packages, localFiles: local.map(asValue), flags: call.flags };
  if (call.has('--offline')) return { ...common, role: 'finish', offline: true };
  if (manifestArgs.length > 0) return { ...common, role: 'install' };
  if (env) return call.has('-f', '--file') ? { ...common, role: 'tools' } : { ...common, role: 'install' };
  return packages.length + local.length > 0 ? { ...common, role: 'tools' } : undefined;
}

function pixi(call: Call): Match | undefined {
  const [subcommand, ...rest] = call.operands;
  const common = { subcommand, flags: call.flags, manifestArgs: call.values('--manifest-path') };
  if (subcommand?.value === 'install') return { ...common, role: 'install', frozen: call.has('--frozen', '--locked') };
  if (subcommand?.value === 'run') return { ...common, role: 'project' };
  if (subcommand?.value === 'global')
    return { ...common, role: 'tools', subcommand: rest[0] ?? subcommand, packages: rest.slice(1) };
  return undefined;
}

function condaLock(call: Call): Match | undefined {
  const [subcommand, ...rest] = call.operands;
  if (subcommand?.value !== 'install') return undefined;
  return { role: 'install', subcommand, frozen: true, manifestArgs: rest.map(asValue), flags: call.flags };
}
