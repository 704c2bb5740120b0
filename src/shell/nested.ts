import type { MappedText } from '../shared/mapped-text';
import { isShellName } from './dialect';
import { invocation } from './invocation';
import type { ShellCommand, ShellWord } from './script';

/**
 * The script of `sh -c '…'` (any POSIX shell, also behind `sudo`, `su -c` …), mapped to the document, to be parsed as a
 * script of its own. Undefined unless it is a quoted text in which the outer shell runs nothing; `"… $X …"` is taken as it
 * is written. The same for a shell that reads a here-document. `ShellParser` has followed it already: see
 * `ShellCommand.nested`.
 */
export function nestedScript(command: ShellCommand): MappedText | undefined {
  return command.script;
}

/** Whether the command is a shell that reads its script from standard input: `bash -e <<EOF`. */
export function readsScript(command: Pick<ShellCommand, 'name' | 'args'>): boolean {
  const { program, args } = invocation(command);
  return program !== undefined && isShellName(program) && args.every(({ value }) => /^-(?!.*c)/.test(value));
}

/** The word that is the script of a `sh -c`. */
export function nestedScriptWord(command: Pick<ShellCommand, 'name' | 'args'>): ShellWord | undefined {
  if (!command.args.some(mayAnnounceScript)) return undefined;
  const { program, args } = invocation(command);
  if (program === undefined) return undefined;
  if (program === 'su' || program === 'runuser') return behindFlag(args, /^(?:-[lm]*c|--command)$/);
  return isShellName(program) ? shellArgument(args) : undefined;
}

/** Few words do, and to see through what a command starts costs more. */
function mayAnnounceScript({ value }: ShellWord): boolean {
  return value.charCodeAt(0) === 45 && (/^-[A-Za-z]*c/.test(value) || value === '--command');
}

function behindFlag(args: readonly ShellWord[], flag: RegExp): ShellWord | undefined {
  const at = args.findIndex((word) => flag.test(word.value));
  return at < 0 ? undefined : args[at + 1];
}

/** The first operand, if one of the options in front is `-c`. */
function shellArgument(args: readonly ShellWord[]): ShellWord | undefined {
  let script = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as ShellWord;
    if (!/^[-+]./.test(word.value) || (word.quoted && /\s/.test(word.value))) return script ? word : undefined;
    if (/^-[A-Za-z]*c/.test(word.value)) script = true;
    if (/^[-+][A-Za-z]*[oO]$/.test(word.value) || /^--(?:rcfile|init-file)$/.test(word.value)) at++;
  }
  return undefined;
}
