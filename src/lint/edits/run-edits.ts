import type { Dockerfile, RunInstruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import type { ShellStep } from '../../shell/script';
import type { RunStep } from '../flow/flow';
import { commandsByStep } from '../order/run-parts';
import type { LintFile, SpanEdit } from '../rule';
import { appendToRun } from './append-to-run';

/** Takes steps out of a RUN, or all of it when nothing else is in it; undefined when the rest would not do the same. */
export function removeSteps(
  file: Dockerfile,
  run: RunStep,
  indexes: readonly number[],
): readonly SpanEdit[] | undefined {
  const { script, instruction } = run;
  if (!script.complete) return undefined;
  const byStep = commandsByStep(run);
  const kept = script.steps.filter((_, index) => !indexes.includes(index));
  const nothingLeft = kept.every((step) =>
    (byStep[script.steps.indexOf(step)] ?? [{ call: { program: '' } }]).every(({ call }) => call.program === 'set'),
  );
  if (nothingLeft) return [{ span: linesOf(file, instruction.span), newText: '' }];
  if (instruction.command.form === 'exec') return undefined;
  const edits: SpanEdit[] = [];
  for (const index of indexes) {
    const span = stepWithOperator(script.steps, index);
    if (!span || hasComment(file, span)) return undefined;
    edits.push({ span, newText: '' });
  }
  return edits;
}

/** A step and the operator that joins it: the one in front, or the one behind for the first. */
function stepWithOperator(steps: readonly ShellStep[], index: number): Span | undefined {
  const step = steps[index];
  const before = steps[index - 1];
  const next = steps[index + 1];
  if (!step) return undefined;
  if (before && step.operator !== next?.operator && (next || step.operator === '||' || step.operator === '&'))
    return undefined;
  if (before) return step.operator === '||' ? undefined : { start: before.span.end, end: step.span.end };
  return next && next.operator !== '||' ? { start: step.span.start, end: next.span.start } : undefined;
}

/** Whole lines of a span, with the line break. */
export function linesOf({ lines }: Dockerfile, span: Span): Span {
  return {
    start: lines.lineStart(lines.positionAt(span.start).line),
    end: lines.lineStart(lines.positionAt(span.end).line + 1),
  };
}

function hasComment({ comments }: Dockerfile, { start, end }: Span): boolean {
  return comments.some(({ span }) => span.start < end && start < span.end);
}

/**
 * Joins neighbouring RUN instructions by `&&`, each on a line of its own; those that change directory or have more than one
 * outcome in parentheses, so that each still starts like a shell of its own. Undefined when they cannot be joined.
 */
export function mergeRuns(file: Dockerfile, runs: readonly RunStep[]): readonly SpanEdit[] | undefined {
  const edits: SpanEdit[] = [];
  for (const [index, run] of runs.entries()) {
    const { argumentSpan } = run.instruction;
    if (!isChain(run.instruction) || !isClosed(file, run)) return undefined;
    const next = runs[index + 1];
    const wrapped = (next !== undefined && changesShell(run)) || (index > 0 && !isAnded(run));
    const [open, close] = wrapped ? ['( ', ' )'] : ['', ''];
    if (wrapped && index === 0)
      edits.push({ span: { start: argumentSpan.start, end: argumentSpan.start }, newText: open });
    if (!next) {
      if (wrapped) edits.push({ span: { start: argumentSpan.end, end: argumentSpan.end }, newText: close });
      break;
    }
    if (next.instruction.index !== run.instruction.index + 1 || next.stage !== run.stage) return undefined;
    if (!sameFlags(file, run.instruction, next.instruction)) return undefined;
    const start = argumentSpan.end;
    const end = next.instruction.argumentSpan.start;
    const comments = file.comments.filter(({ span }) => span.start >= start && span.end <= end);
    const kept = comments
      .map(({ span }) => `${file.text.slice(linesOf(file, span).start, span.end)}${file.eol}`)
      .join('');
    const isLast = index + 2 === runs.length;
    const nextOpen = (!isLast && changesShell(next)) || !isAnded(next) ? '( ' : '';
    edits.push({ span: { start, end }, newText: `${close} ${file.escape}${file.eol}${kept}    && ${nextOpen}` });
  }
  return edits;
}

/** Puts a command behind the last one of a RUN, where it runs as in a shell of its own. */
export function appendUnchanged(file: LintFile, run: RunStep, command: string): SpanEdit | undefined {
  return changesShell(run) ? undefined : appendToRun(file, run.instruction, command);
}

function isChain({ command, heredocs }: RunInstruction): boolean {
  return command.form === 'shell' && heredocs.length === 0;
}

/** Something can be put behind its last command. */
function isClosed({ text }: Dockerfile, { script, instruction, commands }: RunStep): boolean {
  const last = script.steps.at(-1);
  if (!script.complete || !last || text.slice(last.span.end, instruction.argumentSpan.end).trim() !== '') return false;
  return (
    !script.steps.some(({ operator }) => operator === '&') &&
    !commands.some(({ command }) => command.name.value === 'exec')
  );
}

/** Commands behind it would run in another directory or with other options than in a shell of their own. */
function changesShell({ commands }: RunStep): boolean {
  return commands.some(({ command, call }) => {
    if (command.scopes.some(({ kind }) => kind === 'subshell')) return false;
    if (call.program === 'set') return !call.args.every(({ value }) => /^-[ex]+$|^-o$|^pipefail$/.test(value));
    return /^(cd|pushd|popd|exit|return|trap|export|unset|alias|umask|source|\.|eval)$/.test(command.name.value);
  });
}

function isAnded({ script }: RunStep): boolean {
  return script.complete && script.steps.length > 0 && script.steps.slice(1).every(({ operator }) => operator === '&&');
}

function sameFlags({ text }: Dockerfile, a: RunInstruction, b: RunInstruction): boolean {
  const written = ({ flags }: RunInstruction) => flags.map(({ span }) => text.slice(span.start, span.end)).join(' ');
  return written(a) === written(b);
}
