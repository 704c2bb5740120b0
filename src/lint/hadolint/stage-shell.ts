import type { Stage } from '../../dockerfile/model';
import { chain } from '../../dockerfile/scope';
import { rememberedFor } from '../../shared/remembered';
import type { LintFile } from '../rule';
import { commandsOf } from './commands';
import { knownShell } from './known-bases';

type Shell = '/bin/bash' | '/bin/ash';

const managers: ReadonlyMap<string, Shell> = new Map([
  // bash is an essential package of what these manage, and BusyBox of what apk does.
  ...['apt', 'apt-get', 'dpkg', 'dnf', 'microdnf', 'pacman', 'tdnf', 'yum', 'zypper'].map(
    (name) => [name, '/bin/bash'] as const,
  ),
  ['apk', '/bin/ash'],
]);

/** A shell that the stage certainly has and that knows pipefail: by its image's name, else by its package manager. */
export function shellOfStage(file: LintFile, stage: Stage | undefined): Shell | undefined {
  const shell = stage && findShell(file, stage);
  return shell === 'unknown' ? undefined : shell;
}

const findShell = rememberedFor(
  (file: LintFile, stage: Stage): Shell | 'unknown' => knownShell(stage) ?? shellByManager(file, stage) ?? 'unknown',
);

function shellByManager(file: LintFile, stage: Stage): Shell | undefined {
  const shells = new Set<Shell>();
  for (const instruction of chain(stage)) {
    if (instruction.kind !== 'RUN') continue;
    for (const { name, args, command } of commandsOf(file, instruction)) {
      const shell = managers.get(name === 'sudo' ? (args[0]?.value ?? '') : name);
      if (shell && !command.conditional) shells.add(shell);
    }
  }
  return shells.size === 1 ? [...shells][0] : undefined;
}
