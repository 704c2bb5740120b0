import type { RunInstruction } from '../../dockerfile/model';
import type { ShellCommand, ShellWord } from '../../shell/script';
import type { LintFile } from '../rule';

/** A command as hadolint names it. */
export interface NamedCommand {
  /** The literal first word, a path included: `/usr/bin/apt-get` is not `apt-get`, `sudo apt-get` is `sudo`. */
  readonly name: string;
  readonly nameWord: ShellWord;
  /** All words behind the first one, also where the name was found behind `command` or `exec`. */
  readonly args: readonly ShellWord[];
  readonly command: ShellCommand;
}

/** Each starts the command named by its next word, if that is no flag. */
const starters = new Set(['busybox', 'builtin', 'command', 'run']);

const known = new WeakMap<object, readonly NamedCommand[]>();

/**
 * The commands of a RUN that hadolint's rules look at: everything in the script but what stands inside the text of a
 * `sh -c`, and nothing of a script that does not parse. Names that are not literal are left out.
 */
export function commandsOf(file: LintFile, run: RunInstruction): readonly NamedCommand[] {
  const script = file.shell(run);
  let commands = known.get(script);
  if (!commands) {
    commands = script.complete ? script.commands.flatMap(named) : [];
    known.set(script, commands);
  }
  return commands;
}

/** The commands with one of the names. */
export function commandsNamed(
  file: LintFile,
  run: RunInstruction,
  ...names: readonly string[]
): readonly NamedCommand[] {
  return commandsOf(file, run).filter(({ name }) => names.includes(name));
}

function named(command: ShellCommand): readonly NamedCommand[] {
  if (command.nested || !command.name.literal) return [];
  const own: NamedCommand = { name: command.name.value, nameWord: command.name, args: command.args, command };
  if (own.name === 'time') return [own, ...started(own, 0)];
  if (starters.has(own.name)) return orElse(started(own, 0), own);
  return own.name === 'exec' ? orElse(started(own, execOptions(command.args)), own) : [own];
}

function started(own: NamedCommand, at: number): readonly NamedCommand[] {
  const word = own.args[at];
  if (!word?.literal || word.value.startsWith('-')) return [];
  const args = own.name === 'time' ? own.args.slice(at + 1) : own.args;
  return [{ ...own, name: word.value, nameWord: word, args }];
}

/** Index of the first word behind the options of `exec`. */
function execOptions(args: readonly ShellWord[]): number {
  let at = 0;
  while (args[at]?.value.startsWith('-')) at += args[at]?.value === '-a' ? 2 : 1;
  return at;
}

function orElse(commands: readonly NamedCommand[], own: NamedCommand): readonly NamedCommand[] {
  return commands.length > 0 ? commands : [own];
}
