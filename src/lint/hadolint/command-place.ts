import type { RunInstruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { operands } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import type { LintFile, SpanEdit } from '../rule';
import type { NamedCommand } from './commands';

/** From the command's name to its subcommand (`apt-get install`), or the subcommand alone when the two are on different lines. */
export function spanTo(file: LintFile, name: ShellWord, subcommand: ShellWord | undefined): Span {
  if (!subcommand) return name.span;
  const { start } = name.span;
  const { end } = subcommand.span;
  return lineAt(file, start) === lineAt(file, end) && end > start ? { start, end } : subcommand.span;
}

/** The first argument that is one of the words. */
export function subcommandOf({ args }: Pick<NamedCommand, 'args'>, words: readonly string[]): ShellWord | undefined {
  return args.find(({ value }) => words.includes(value));
}

/** Inserts a word behind another one of a RUN; undefined where the script is not known in full. */
export function insertBehind(
  file: LintFile,
  run: RunInstruction,
  word: ShellWord | undefined,
  text: string,
): SpanEdit | undefined {
  if (!word || !file.shell(run).complete) return undefined;
  if (run.command.form !== 'exec') return { span: { start: word.span.end, end: word.span.end }, newText: ` ${text}` };
  const own = run.command.words.find(({ span, value }) => span.end >= word.span.end && value === word.value);
  return own && { span: { start: own.span.end, end: own.span.end }, newText: `, "${text}"` };
}

/** Operands but the subcommand's words. */
export function packagesOf(
  command: NamedCommand,
  subcommands: readonly string[],
  valueFlags: readonly string[] = [],
): readonly ShellWord[] {
  return operands(command, { valueFlags }).filter(({ value }) => !subcommands.includes(value));
}

function lineAt(file: LintFile, offset: number): number {
  return file.dockerfile.lines.positionAt(offset).line;
}
