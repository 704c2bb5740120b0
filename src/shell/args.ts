import type { ShellWord } from './script';

/** A command or an invocation. */
interface WithArgs {
  readonly args: readonly ShellWord[];
}

/**
 * Names of the flags in one word, as hadolint reads them: `name` of `--name=value`, every character of `-abc`; none of `-`
 * and `--`.
 */
export function flagNames(word: ShellWord): readonly string[] {
  const { value } = word;
  if (value.startsWith('--')) return value.length > 2 ? [value.slice(2).replace(/=.*$/s, '')] : [];
  return value.startsWith('-') ? [...value.slice(1)] : [];
}

/** Whether one of the flags stands anywhere among the arguments (behind `--` too). Names without dashes. */
export function hasFlag(command: WithArgs, ...names: readonly string[]): boolean {
  return findFlag(command, ...names) !== undefined;
}

/** The first word that has one of the flags. */
export function findFlag(command: WithArgs, ...names: readonly string[]): ShellWord | undefined {
  return command.args.find((word) => isFlag(word) && flagNames(word).some((name) => names.includes(name)));
}

/** The word names a flag at all. */
function isFlag({ value }: ShellWord): boolean {
  return value.length > 1 && value.charCodeAt(0) === dash && value !== '--';
}

const dash = 45;

/** Whether one of the arguments is exactly one of these. */
export function hasArgument(command: WithArgs, ...values: readonly string[]): boolean {
  return command.args.some((word) => values.includes(word.value));
}

/**
 * Arguments that are no flags; `-` and `--` are operands. `valueFlags` (without dashes) take the next word unless their own
 * holds a `=` (also where that word is itself the value of another one); values of other flags are mistaken for operands, as
 * hadolint does.
 */
export function operands(
  command: WithArgs,
  options: { readonly valueFlags?: readonly string[] } = {},
): readonly ShellWord[] {
  const valueFlags = options.valueFlags ?? [];
  const takes = (word: ShellWord | undefined) =>
    word !== undefined &&
    isFlag(word) &&
    !word.value.includes('=') &&
    flagNames(word).some((name) => valueFlags.includes(name));
  return command.args.filter((word, at) => !isFlag(word) && !takes(command.args[at - 1]));
}

/** A flag's value: what follows the `=` in its word, or the next word. */
export interface FlagValue {
  readonly flag: ShellWord;
  /** The word that holds the value; the flag's own for `--name=value`. */
  readonly word: ShellWord;
  readonly value: string;
}

/** Values of every occurrence of a flag. Flags as written: `--require`, `-r`; `-rfile` gives `file`. */
export function flagValues(command: WithArgs, ...flags: readonly string[]): readonly FlagValue[] {
  const out: FlagValue[] = [];
  for (const [at, word] of command.args.entries()) {
    if (!isFlag(word)) continue;
    const next = command.args[at + 1];
    for (const flag of flags) {
      if (word.value === flag) {
        if (next) out.push({ flag: word, word: next, value: next.value });
      } else if (word.value.startsWith(`${flag}=`)) {
        out.push({ flag: word, word, value: word.value.slice(flag.length + 1) });
      } else if (/^-[^-]$/.test(flag) && word.value.startsWith(flag)) {
        out.push({ flag: word, word, value: word.value.slice(2) });
      }
    }
  }
  return out;
}
