import { hasArgument } from '../../shell/args';
import type { NamedCommand } from './commands';

/** `cmd ∋ {words}`: one of the words is an argument, wherever it stands. */
export function calls(command: NamedCommand, name: string, ...words: readonly string[]): boolean {
  return command.name === name && hasArgument(command, ...words);
}

/** The first install stands in front of the first command that cleans up. */
export function cleansUpAfter(
  commands: readonly NamedCommand[],
  isInstall: (command: NamedCommand) => boolean,
  isCleanUp: (command: NamedCommand) => boolean,
): boolean {
  const install = commands.findIndex(isInstall);
  const clean = commands.findIndex(isCleanUp);
  return install >= 0 && clean > install;
}
