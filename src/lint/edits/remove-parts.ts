import type { Dockerfile } from '../../dockerfile/model';
import { overlaps, type Span } from '../../shared/span';
import type { ShellCommand, ShellWord } from '../../shell/script';
import type { RunStep } from '../flow/flow';
import type { SpanEdit } from '../rule';
import { takesItsPlace } from './drop-step';

/**
 * Takes whole steps out of a RUN, with what joins them to the rest and the comments on them. Undefined where the rest would
 * not do the same, or where nothing would be left.
 */
export function removeSteps(
  file: Dockerfile,
  { script, instruction }: RunStep,
  gone: ReadonlySet<number>,
): readonly SpanEdit[] | undefined {
  const { steps } = script;
  if (!script.complete || instruction.command.form === 'exec' || gone.size >= steps.length) return undefined;
  const joined = steps.every(({ operator }, index) => {
    const touches = gone.has(index) || gone.has(index - 1);
    return !touches || operator === undefined || operator === '&&' || operator === ';' || operator === '\n';
  });
  if (!joined) return undefined;
  const first = steps.findIndex((_, index) => !gone.has(index));
  const start = steps[0]?.span.start ?? 0;
  const kept = steps[first]?.span.start ?? start;
  const edits: SpanEdit[] = first > 0 ? [{ span: { start, end: kept }, newText: '' }] : [];
  for (const index of [...gone].sort((a, b) => a - b)) {
    const step = steps[index];
    const before = steps[index - 1];
    if (index < first || !step || !before) continue;
    const next = gone.has(index + 1) || gone.has(index - 1) ? undefined : steps[index + 1];
    if (takesItsPlace(file.text, before, step, next))
      edits.push({ span: { start: step.span.start, end: next.span.start }, newText: '' });
    else edits.push({ span: { start: before.span.end, end: step.span.end }, newText: '' });
  }
  return edits.some(({ span }) => cutsHeredoc(script.commands, span) || cutsTerminator(file, span)) ? undefined : edits;
}

function cutsHeredoc(commands: readonly ShellCommand[], span: Span): boolean {
  return commands.some(({ redirects }) => redirects.some(({ body }) => body && overlaps(body, span)));
}

/** A comment in front of the cut that would be left hanging behind the last continuation. */
function cutsTerminator({ comments }: Dockerfile, span: Span): boolean {
  return comments.some((comment) => overlaps(comment.span, span) && comment.span.end > span.end);
}

/** Takes a word out of a command, with the blanks and the continuation in front of it. */
export function removeWord(file: Dockerfile, command: ShellCommand, word: ShellWord): SpanEdit | undefined {
  const at = command.args.indexOf(word);
  const before = command.args[at - 1] ?? command.name;
  const span = { start: before.span.end, end: word.span.end };
  if (at < 0 || command.redirects.some((redirect) => overlaps(redirect.span, span))) return undefined;
  return file.comments.some((comment) => overlaps(comment.span, span)) ? undefined : { span, newText: '' };
}
