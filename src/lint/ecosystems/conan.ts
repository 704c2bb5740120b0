import { asValue, readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '-pr',
  '--profile',
  '-pr:b',
  '--profile:build',
  '-pr:h',
  '--profile:host',
  '-s',
  '--settings',
  '-o',
  '--options',
  '-of',
  '--output-folder',
  '-if',
  '--install-folder',
  '-b',
  '--build',
  '-r',
  '--remote',
  '-g',
  '--generator',
  '-l',
  '--lockfile',
  '--requires',
  '--tool-requires',
  '-c',
  '--conf',
  '-s:b',
  '-s:h',
  '-o:h',
  '-o:b',
];

export const conan: Ecosystem = {
  id: 'conan',
  name: 'Conan',
  family: 'cpp',
  manifests: ['conanfile.txt', 'conanfile.py'],
  locks: ['conan.lock'],
  configs: ['profiles/', 'remotes/'],
  outputs: [],
  caches: ['/root/.conan2/p', '/root/.conan/data'],
  compileCaches: [],
  compiles: true,
  frozen: { kind: 'flag', flag: '--lockfile=conan.lock' },
  prime: 'conan install . --build=missing',
  programs: ['conan'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags, longSingleDash: true });
    const [subcommand, path] = call.operands;
    const common = {
      subcommand,
      manifestArgs: path ? [asValue(path)] : [],
      flags: call.flags,
      frozen: call.has('-l', '--lockfile'),
    };
    if (call.has('--help', '-h')) return undefined;
    if (subcommand?.value === 'create') return { ...common, role: 'implicit' };
    if (subcommand?.value === 'build') return { ...common, role: 'project' };
    if (subcommand?.value !== 'install') return undefined;
    const required = call.values('--requires', '--tool-requires').map(({ word }) => word);
    const reference = path && /^[\w.+-]+\/[\w.+-]+(?:@|$)/.test(path.value) && path.value.includes('@') ? [path] : [];
    const packages = [...required, ...reference];
    return packages.length > 0
      ? { ...common, manifestArgs: [], role: 'tools', packages }
      : { ...common, role: 'install' };
  },
};
