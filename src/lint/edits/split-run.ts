import type { Dockerfile, Heredoc } from '../../dockerfile/model';
import type { ShellStep } from '../../shell/script';
import type { RunStep } from '../flow/flow';
import { commandsByStep } from '../order/run-parts';
import type { SpanEdit } from '../rule';
import { insertBelow, keywordLike } from './block';

/** A RUN cut in two in front of a step. */
export interface SplitRun {
  /** Takes the tail out of the RUN. */
  readonly cut: SpanEdit;
  /** The tail as an instruction of its own, ending in a line break. */
  readonly tail: string;
}

/** Undefined with the reason when the tail would not do the same in a shell of its own. */
export function splitRun(file: Dockerfile, run: RunStep, at: number): SplitRun | string {
  const { instruction, script } = run;
  const before = script.steps[at - 1];
  const step = script.steps[at];
  if (!script.complete) return 'the script could not be read in full';
  if (instruction.command.form === 'heredoc') return splitHeredoc(file, run, at, instruction.command.heredoc);
  if (instruction.command.form !== 'shell' || instruction.heredocs.length > 0) return 'the script cannot be cut in two';
  if (!before || !step || step.operator !== '&&') return 'the commands are not joined by &&';
  const carried = stateOf(run, script.steps.slice(0, at))
    ?.map((command) => `${command} && `)
    .join('');
  if (carried === undefined) return usesState;
  if (file.comments.some(({ span }) => span.start >= before.span.end && span.end <= step.span.start))
    return 'a comment stands where the RUN would be cut';
  const end = instruction.argumentSpan.end;
  const body = file.text.slice(step.span.start, end);
  return {
    cut: { span: { start: before.span.end, end }, newText: '' },
    tail: `${keywordLike(instruction, 'RUN')} ${flagsOf(file, run)}${carried}${body}${file.eol}`,
  };
}

/** The edits that make two RUN instructions of one. */
export function splitEdits(file: Dockerfile, run: RunStep, split: SplitRun, indent: string): readonly SpanEdit[] {
  return [split.cut, insertBelow(file, run.instruction, indent + split.tail)];
}

/** The body of the heredoc cut in front of a line; the tail gets a heredoc with the same delimiter. */
function splitHeredoc(file: Dockerfile, run: RunStep, at: number, heredoc: Heredoc): SplitRun | string {
  const { instruction, script } = run;
  const step = script.steps[at];
  const body = file.text.slice(heredoc.bodySpan.start, heredoc.bodySpan.end);
  if (!step || body.startsWith('#!') || !heredoc.terminated) return 'the script cannot be cut in two';
  if (script.steps.slice(0, at + 1).some(({ operator }) => operator !== undefined && operator !== '\n'))
    return 'the commands do not stand on lines of their own';
  const carried = stateOf(run, script.steps.slice(0, at));
  if (carried === undefined) return usesState;
  // Without it the script goes on behind a command that failed, and two scripts would not.
  if (!carried.some((command) => /^set -\w*e/.test(command)))
    return 'the script does not stop at the first failure (set -e)';
  const { lines } = file;
  const start = lines.lineStart(lines.positionAt(step.span.start).line);
  const end = heredoc.bodySpan.end;
  const head = `${keywordLike(instruction, 'RUN')} ${flagsOf(file, run)}${file.text.slice(heredoc.opener.start, heredoc.opener.end)}${file.eol}`;
  const state = carried.map((command) => `${command}${file.eol}`).join('');
  const terminator = file.text.slice(end, instruction.span.end);
  return {
    cut: { span: { start, end }, newText: '' },
    tail: `${head}${state}${file.text.slice(start, end)}${terminator}${file.eol}`,
  };
}

function flagsOf(file: Dockerfile, { instruction }: RunStep): string {
  return instruction.flags.map(({ span }) => `${file.text.slice(span.start, span.end)} `).join('');
}

const usesState = 'later commands use shell variables or options set by earlier ones';

/** `cd` and `set` that hold for what follows, as commands; undefined when there is more state than that. */
function stateOf(run: RunStep, steps: readonly ShellStep[]): readonly string[] | undefined {
  const carried: string[] = [];
  const byStep = commandsByStep(run);
  for (const [index, step] of steps.entries()) {
    const commands = byStep[index] ?? [];
    for (const { command, call } of commands) {
      const name = command.name.value;
      if (/^(export|source|\.|eval|alias|umask|ulimit|declare|local|readonly|shopt|trap|exec|pushd|popd)$/.test(name))
        return undefined;
      if (name !== 'cd' && name !== 'set') continue;
      if (command.place !== 'top' || !call.args.every((word) => word.literal)) return undefined;
      carried.push([name, ...call.args.map((word) => word.raw)].join(' '));
    }
    // A step without a command only sets variables.
    if (commands.length === 0 || step.kind === 'compound') return undefined;
  }
  return carried;
}
