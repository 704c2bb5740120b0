import type { RunInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import type { ShellScript, ShellStep } from '../../shell/script';
import type { LintFile, SpanEdit } from '../rule';

/**
 * Adds a command to the end of a RUN, laid out as its own commands are. Undefined where that could change what a failure of
 * the commands before does: only a chain of `&&`, or a script that stops at the first failure, is made longer.
 */
export function appendToRun(file: LintFile, run: RunInstruction, command: string): SpanEdit | undefined {
  const script = file.shell(run);
  const last = script.steps.at(-1);
  if (!last || !script.complete || script.dialect !== 'posix' || run.command.form === 'exec') return undefined;
  if (run.command.form === 'shell' && (run.heredocs.length > 0 || !endsBehind(file, run, last.span.end)))
    return undefined;
  const operator = operatorFor(file, run, script);
  if (!operator || leavesEarly(last)) return undefined;
  const { end } = last.span;
  return { span: { start: end, end }, newText: layOut(file, run, script, operator) + command };
}

/** What joins another command to the script; undefined where none can be joined. */
function operatorFor(file: LintFile, run: RunInstruction, script: ShellScript): '&&' | ';' | '\n' | undefined {
  const operators = script.steps.flatMap(({ operator }) => operator ?? []);
  const last = operators.at(-1) ?? '&&';
  if (operators.every((operator) => operator === '&&')) return '&&';
  if (operators.some((operator) => operator === '||' || operator === '&')) return undefined;
  return stopsAtFailure(file, run, script) && (last === '&&' || last === ';' || last === '\n') ? last : undefined;
}

/** `set -e` at the top, or in the SHELL of the stage. */
export function stopsAtFailure(file: LintFile, run: RunInstruction, { steps }: ShellScript): boolean {
  const [first] = steps;
  const set = first?.kind === 'command' ? first.commands[0] : undefined;
  const errexit = (word: string) => /^-[a-z]*e[a-z]*$/.test(word) || word === 'errexit';
  if (set?.name.value === 'set' && set.args.some(({ value }) => errexit(value))) return true;
  return (scopeBefore(file.dockerfile, run).shell ?? []).slice(1).some(errexit);
}

/** Behind it such a command would never run, or a `!` would turn its outcome around. */
function leavesEarly({ commands, kind }: ShellStep): boolean {
  const name = commands.at(-1)?.name.value;
  return kind === 'compound' ? commands.length === 0 : name === 'exec' || name === 'exit';
}

/** Nothing but blanks, comments and a `;` stands between the offset and the end of the RUN. */
function endsBehind(file: LintFile, run: RunInstruction, offset: number): boolean {
  const { text, escape: escaper } = file.dockerfile;
  const rest = withoutComments(text.slice(offset, run.argumentSpan.end)).split(escaper).join('');
  return /^\s*;?\s*$/.test(rest);
}

/** The operator with the blanks and line breaks around it that the RUN's own commands have. */
function layOut(file: LintFile, run: RunInstruction, { steps }: ShellScript, operator: string): string {
  const { text, eol, escape: escaper, lines } = file.dockerfile;
  for (let at = steps.length - 1; at > 0; at--) {
    const step = steps[at] as ShellStep;
    const gap = text.slice((steps[at - 1] as ShellStep).span.end, step.span.start);
    if (gap.includes('\n') && step.operator === operator && !gap.includes('<<')) return withoutComments(gap);
  }
  const { end } = (steps.at(-1) as ShellStep).span;
  const line = lines.positionAt(end).line;
  const indent = /^[ \t]*/.exec(text.slice(lines.lineStart(line), end))?.[0] ?? '';
  if (operator === '\n') return eol + indent;
  if (run.command.form === 'heredoc' || line === lines.positionAt(run.span.start).line)
    return operator === ';' ? '; ' : ' && ';
  return operator === ';' ? `; ${escaper}${eol}${indent}` : ` ${escaper}${eol}${indent}&& `;
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#.*(?:\r?\n|$)/gm, '');
}
