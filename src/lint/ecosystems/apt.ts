import { asValue, readCall } from './call';
import type { Ecosystem } from './ecosystem';
import { noProject, removal, splitSystemPackages, systemCommand, verbs } from './system-packages';

const valueFlags = [
  '-o',
  '--option',
  '-t',
  '--target-release',
  '--default-release',
  '-c',
  '--config-file',
  '-a',
  '--host-architecture',
];

const table = verbs({
  'system-install': ['install', 'reinstall', 'build-dep', 'satisfy'],
  'system-update': ['update'],
  'system-upgrade': ['upgrade', 'dist-upgrade', 'full-upgrade', 'safe-upgrade'],
  'system-remove': ['remove', 'purge', 'autoremove', 'autopurge', 'auto-remove'],
  'system-clean': ['clean', 'autoclean', 'auto-clean', 'distclean', 'dist-clean'],
});

const archive = /\.deb$/;

export const apt: Ecosystem = {
  ...noProject,
  id: 'apt',
  name: 'apt',
  family: 'debian',
  caches: ['/var/cache/apt', '/var/lib/apt'],
  programs: ['apt-get', 'apt', 'aptitude', 'dpkg', 'gdebi', 'rm'],
  recognise(invocation) {
    const { program } = invocation;
    if (program === 'rm') return removal(invocation, /^\/var\/(?:lib\/apt\/lists|cache\/apt)(?:\/|$)/);
    const call = readCall(invocation, { valueFlags });
    if (program === 'gdebi') {
      return { role: 'system-install', ...splitSystemPackages(call.operands, archive), flags: call.flags };
    }
    if (program !== 'dpkg') return systemCommand(call, table, archive);
    if (!call.has('-i', '--install', '-R', '--recursive') || call.operands.length === 0) return undefined;
    return {
      role: 'system-install',
      subcommand: invocation.args[0],
      localFiles: call.operands.map(asValue),
      flags: call.flags,
    };
  },
};
