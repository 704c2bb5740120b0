import type { RunInstruction } from '../../dockerfile/model';
import type { ShellStep } from '../../shell/script';
import type { LintFile, SpanEdit } from '../rule';
import { stopsAtFailure } from './append-to-run';

/**
 * Takes one step out of a RUN, with the operator that joins it to the one before. Undefined where the others would not do
 * the same without it: only a chain of `&&`, or a script that stops at the first failure, is cut.
 */
export function dropStep(file: LintFile, run: RunInstruction, index: number): SpanEdit | undefined {
  const script = file.shell(run);
  const { steps, complete } = script;
  const step = steps[index];
  const before = steps[index - 1];
  const after = steps[index + 1];
  if (!step || !complete || step.kind === 'compound' || run.command.form === 'exec') return undefined;
  if (!before && !after) return undefined;
  const operators = steps.flatMap(({ operator }) => operator ?? []);
  if (operators.some((operator) => operator === '||' || operator === '&')) return undefined;
  const chained = operators.every((operator) => operator === '&&');
  if (!chained && !stopsAtFailure(file, run, script)) return undefined;
  const all = file.dockerfile.text;
  const span =
    before && !takesItsPlace(all, before, step, after)
      ? { start: before.span.end, end: step.span.end }
      : { start: step.span.start, end: after?.span.start ?? step.span.end };
  const text = all.slice(span.start, span.end);
  return /^[ \t]*#|<</m.test(text) ? undefined : { span, newText: '' };
}

/** What goes on in the line of a step that begins one takes its place: `&& a && b` becomes `&& b`. */
export function takesItsPlace(
  text: string,
  before: ShellStep,
  step: ShellStep,
  after: ShellStep | undefined,
): after is ShellStep {
  if (!after || after.operator !== step.operator) return false;
  const breaks = (start: number, end: number) => text.slice(start, end).includes('\n');
  return breaks(before.span.end, step.span.start) && !breaks(step.span.end, after.span.start);
}
