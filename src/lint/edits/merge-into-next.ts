import type { RunInstruction } from '../../dockerfile/model';
import type { LintFile, SpanEdit } from '../rule';

/**
 * Moves the commands of a RUN to the front of the next instruction, when that is a RUN. Undefined where the two would not do
 * the same in one shell: with mounts or here-documents, or after a command whose failure does not count.
 */
export function mergeIntoNext(
  file: LintFile,
  run: RunInstruction,
  next: RunInstruction,
): readonly SpanEdit[] | undefined {
  const script = file.shell(run);
  if (!script.complete || next.index !== run.index + 1) return undefined;
  if (run.command.form !== 'shell' || next.command.form !== 'shell') return undefined;
  if (run.heredocs.length > 0 || run.flags.length > 0) return undefined;
  if (script.steps.some(({ operator }) => operator === '&' || operator === '||')) return undefined;
  // Behind another operator than && the rest would go on after a failure of what comes in front.
  const after = file.shell(next);
  if (!after.complete || after.steps.some(({ operator }, at) => at > 0 && operator !== '&&')) return undefined;
  const { lines, text } = file.dockerfile;
  const body = text.slice(run.argumentSpan.start, run.argumentSpan.end).replace(/\s*;\s*$/, '');
  const first = lines.positionAt(run.span.start).line;
  const last = lines.positionAt(run.span.end).line;
  const at = next.argumentSpan.start;
  return [
    { span: { start: lines.lineStart(first), end: lines.lineStart(last + 1) }, newText: '' },
    { span: { start: at, end: at }, newText: `${body} && ` },
  ];
}
