import type { RunInstruction } from '../../dockerfile/model';
import { rememberedFor } from '../../shared/remembered';
import type { ShellCommand, ShellPipe, ShellScript, ShellWord } from '../../shell/script';
import type { LintFile } from '../rule';
import { bashScript } from './script';
import { readsAlike, wordText } from './word-text';

/** A command as hadolint names it. */
export interface NamedCommand {
  /** The literal first word, a path included: `/usr/bin/apt-get` is not `apt-get`, `sudo apt-get` is `sudo`. */
  readonly name: string;
  readonly nameWord: ShellWord;
  /**
   * All words behind the first one, also where the name was found behind `command` or `exec`. Their values are hadolint's:
   * `$v` is `${v}` there.
   */
  readonly args: readonly ShellWord[];
  readonly command: ShellCommand;
}

/**
 * The commands of a RUN that hadolint's rules look at: everything in the script but what stands inside the text of a
 * `sh -c`, and nothing of a script that does not parse. Names that are not literal are left out. The script is
 * `bashScript(file, run)`, which for exec forms and here-documents is not the one `file.shell(run)` gives.
 */
export function commandsOf(file: LintFile, run: RunInstruction): readonly NamedCommand[] {
  return namedCommands(file, bashScript(file, run));
}

/** The commands of any script. */
export const namedCommands: (file: LintFile, script: ShellScript) => readonly NamedCommand[] = rememberedFor(
  (_, { complete, commands }) => (complete ? commands.flatMap(named) : []),
);

/** The commands with one of the names. */
export function commandsNamed(
  file: LintFile,
  run: RunInstruction,
  ...names: readonly string[]
): readonly NamedCommand[] {
  return commandsOf(file, run).filter(({ name }) => names.includes(name));
}

/** Fixes may change the words of the RUN: what the commands above are made from is the text the shell gets. */
export function isEditable(file: LintFile, run: RunInstruction): boolean {
  const { complete, dialect } = file.shell(run);
  return run.command.form !== 'exec' && complete && dialect === 'posix' && bashScript(file, run).complete;
}

/** The pipes of a RUN, where commands are looked for. */
export function pipesOf(file: LintFile, run: RunInstruction): readonly ShellPipe[] {
  const script = bashScript(file, run);
  if (script.pipes.length === 0) return script.pipes;
  return script.complete ? script.pipes.filter(({ nested }) => !nested) : [];
}

function named(command: ShellCommand): readonly NamedCommand[] {
  if (command.nested) return [];
  const { text, literal } = wordText(command.name);
  if (!literal) return [];
  const args = command.args.map(asRead);
  const own: NamedCommand = { name: text, nameWord: command.name, args, command };
  switch (text) {
    case 'time':
      return [own, ...measured(own)];
    case 'coproc':
      return measured(own);
    case 'busybox':
    case 'builtin':
    case 'command':
    case 'run':
      // Each starts the command named by its next word, if that is no flag.
      return started(own, 0);
    case 'exec':
      return started(own, behindExecOptions(args));
    default:
      return [own];
  }
}

function asRead(word: ShellWord): ShellWord {
  if (readsAlike(word)) return word;
  const { text } = wordText(word);
  return text === word.value ? word : { ...word, value: text };
}

/** What `time` measures, and `coproc` starts, is a command of its own. */
function measured(own: NamedCommand): readonly NamedCommand[] {
  const at = own.args.findIndex(({ value }) => !/^(?:-|\w+=)/.test(value));
  const [name, ...args] = at < 0 ? [] : own.command.args.slice(at);
  return name ? named({ ...own.command, name, args }) : [];
}

/** The command that the word at `at` names: itself if there is none, nothing if only the shell knows. */
function started(own: NamedCommand, at: number | undefined): readonly NamedCommand[] {
  const word = at === undefined ? undefined : own.args[at];
  if (!word || (word.value.startsWith('-') && own.name !== 'exec')) return [own];
  return wordText(word).literal ? [{ ...own, name: word.value, nameWord: word }] : [];
}

/** Index of the first word behind the options of `exec`; undefined where one is none of its own. */
function behindExecOptions(args: readonly ShellWord[]): number | undefined {
  for (let at = 0; at < args.length; at++) {
    const value = args[at]?.value ?? '';
    if (value === '--') return at + 1;
    if (!/^-./.test(value)) return at;
    if (!/^-[cl]*(?:a.*)?$/s.test(value)) return undefined;
    if (/^-[cl]*a$/.test(value)) at++;
  }
  return undefined;
}
