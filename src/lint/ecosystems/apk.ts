import { readCall } from './call';
import type { Ecosystem } from './ecosystem';
import { noProject, removal, systemCommand, verbs } from './system-packages';

const valueFlags = [
  '-t',
  '--virtual',
  '-X',
  '--repository',
  '-p',
  '--root',
  '--arch',
  '--keys-dir',
  '--repositories-file',
  '--cache-dir',
  '--cache-max-age',
  '--wait',
  '--progress-fd',
  '--timeout',
];

const table = verbs({
  'system-install': ['add'],
  'system-update': ['update'],
  'system-upgrade': ['upgrade'],
  'system-remove': ['del'],
  'system-clean': ['cache'],
});

export const apk: Ecosystem = {
  ...noProject,
  id: 'apk',
  name: 'apk',
  family: 'alpine',
  caches: ['/var/cache/apk'],
  programs: ['apk', 'rm'],
  recognise(invocation) {
    if (invocation.program === 'rm')
      return removal(invocation, /^\/(?:var\/cache\/apk|etc\/apk\/cache|lib\/apk\/db)(?:\/|$)/);
    return systemCommand(readCall(invocation, { valueFlags }), table, /\.apk$/);
  },
};
