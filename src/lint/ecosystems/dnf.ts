import { readCall } from './call';
import type { Ecosystem } from './ecosystem';
import { noProject, removal, splitSystemPackages, systemCommand, verbs } from './system-packages';

const valueFlags = [
  '--enablerepo',
  '--disablerepo',
  '--repo',
  '--repoid',
  '--setopt',
  '--installroot',
  '--releasever',
  '-c',
  '--config',
  '-x',
  '--exclude',
  '--excludepkgs',
  '-e',
  '--errorlevel',
  '-d',
  '--debuglevel',
  '-R',
  '--randomwait',
  '--forcearch',
  '--advisory',
  '--disableplugin',
  '--enableplugin',
  '--comment',
  '--repofrompath',
  '--disableexcludes',
];

const table = verbs({
  'system-install': [
    'install',
    'in',
    'localinstall',
    'groupinstall',
    'reinstall',
    'builddep',
    'install-n',
    'downgrade',
  ],
  'system-update': ['makecache', 'check-update'],
  'system-upgrade': [
    'update',
    'upgrade',
    'up',
    'update-minimal',
    'upgrade-minimal',
    'distro-sync',
    'dist-upgrade',
    'groupupdate',
  ],
  'system-remove': ['remove', 'erase', 'rm', 'autoremove', 'groupremove'],
  'system-clean': ['clean'],
});

const archive = /\.rpm$/;

/** dnf and its relatives: yum, microdnf, tdnf, and rpm for files. */
export const dnf: Ecosystem = {
  ...noProject,
  id: 'dnf',
  name: 'dnf',
  family: 'redhat',
  caches: ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'],
  programs: ['dnf', 'dnf5', 'microdnf', 'yum', 'tdnf', 'rpm', 'rm'],
  recognise(invocation) {
    if (invocation.program === 'rm') return removal(invocation, /^\/var\/cache\/(?:dnf|yum|libdnf5)(?:\/|$)/);
    const call = readCall(invocation, { valueFlags });
    if (invocation.program === 'rpm') {
      if (!call.has('-i', '-U', '-F', '--install', '--upgrade') || call.has('-q', '--query')) return undefined;
      const flag = invocation.args.find((word) => word.value.startsWith('-'));
      return {
        role: 'system-install',
        subcommand: flag,
        ...splitSystemPackages(call.operands, archive),
        flags: call.flags,
      };
    }
    const [first, second] = call.operands;
    if (first?.value !== 'group' || second?.value !== 'install') return systemCommand(call, table, archive);
    return { role: 'system-install', subcommand: second, packages: call.operands.slice(2), flags: call.flags };
  },
};
