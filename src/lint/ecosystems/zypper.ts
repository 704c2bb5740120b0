import { readCall } from './call';
import type { Ecosystem } from './ecosystem';
import { noProject, removal, systemCommand, verbs } from './system-packages';

const valueFlags = [
  '-r',
  '--repo',
  '--from',
  '-t',
  '--type',
  '-R',
  '--root',
  '--installroot',
  '-c',
  '--config',
  '-C',
  '--cache-dir',
  '-D',
  '--reposd-dir',
  '-p',
  '--plus-repo',
  '--releasever',
];

const table = verbs({
  'system-install': ['install', 'in', 'source-install', 'si'],
  'system-update': ['refresh', 'ref'],
  'system-upgrade': ['update', 'up', 'dup', 'dist-upgrade', 'patch'],
  'system-remove': ['remove', 'rm'],
  'system-clean': ['clean', 'cc'],
});

export const zypper: Ecosystem = {
  ...noProject,
  id: 'zypper',
  name: 'zypper',
  family: 'suse',
  caches: ['/var/cache/zypp'],
  programs: ['zypper', 'rm'],
  recognise(invocation) {
    if (invocation.program === 'rm') return removal(invocation, /^\/var\/cache\/zypp(?:\/|$)/);
    return systemCommand(readCall(invocation, { valueFlags }), table, /\.rpm$/);
  },
};
