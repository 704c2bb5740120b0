import { type Call, readCall } from './call';
import type { Ecosystem, Match, Role } from './ecosystem';
import { noProject, removal, splitSystemPackages } from './system-packages';

const valueFlags = [
  '-b',
  '--dbpath',
  '--root',
  '--config',
  '--cachedir',
  '--ignore',
  '--ignoregroup',
  '--overwrite',
  '--hookdir',
  '--gpgdir',
  '--logfile',
  '--arch',
  '--assume-installed',
];

export const pacman: Ecosystem = {
  ...noProject,
  id: 'pacman',
  name: 'pacman',
  family: 'arch',
  caches: ['/var/cache/pacman/pkg'],
  programs: ['pacman', 'yay', 'paru', 'rm'],
  recognise(invocation) {
    if (invocation.program === 'rm') return removal(invocation, /^\/var\/(?:cache\/pacman|lib\/pacman\/sync)(?:\/|$)/);
    return pacmanCommand(readCall(invocation, { valueFlags }));
  },
};

function pacmanCommand(call: Call): Match | undefined {
  const role = operation(call);
  if (!role) return undefined;
  const subcommand = call.invocation.args.find((word) => /^-[SRU]|^--(?:sync|remove|upgrade)$/.test(word.value));
  return { role, subcommand, ...splitSystemPackages(call.operands, /\.pkg\.tar(?:\.\w+)?$/), flags: call.flags };
}

/** `-Syu name` upgrades all and installs: an install whose flags tell the upgrade. */
function operation(call: Call): Role | undefined {
  if (call.has('-R', '--remove')) return 'system-remove';
  if (call.has('-U', '--upgrade')) return 'system-install';
  if (!call.has('-S', '--sync') || call.has('-s', '--search', '-i', '--info', '-l', '--list', '-g', '--groups'))
    return undefined;
  if (call.has('-c', '--clean')) return 'system-clean';
  if (call.operands.length > 0) return 'system-install';
  if (call.has('-u', '--sysupgrade')) return 'system-upgrade';
  return call.has('-y', '--refresh') ? 'system-update' : undefined;
}
