import type { Dockerfile } from '../dockerfile/model';
import type { Range } from '../shared/position';
import type { BuildRun } from './build-run';
import { followInstructions } from './follow-instructions';

/** Where and why a build failed. */
export interface BuildProblem {
  readonly range: Range;
  readonly message: string;
}

/** Lines of output in the message. */
const mostLines = 10;

/** On the first line of each instruction that failed, as long as it has not been edited since. */
export function buildProblems(run: BuildRun, file: Dockerfile): readonly BuildProblem[] {
  const { outcome } = run;
  if (outcome?.kind !== 'failed') return [];
  const places = file.text === run.file.text ? undefined : followInstructions(run.file, file);
  const failed = [...run.matched.instructions.values()].filter(({ status }) => status === 'failed');
  if (failed.length === 0) return lineNamed(outcome.message, run, file);
  return failed.flatMap(({ instruction, stepIds }) => {
    const place = places ? places.get(instruction.index) : { instruction, edited: false };
    if (!place || place.edited) return [];
    const { start, end } = place.instruction.span;
    const { line } = file.lines.positionAt(start);
    const step = stepIds.map((id) => run.steps.get(id)).find((one) => one?.status === 'failed');
    const reason = reasonOf(step?.error) ?? outcome.message;
    const tail = step ? run.log.tailOf(step.id, mostLines) : [];
    return [
      {
        range: file.lines.range(start, Math.min(end, file.lines.lineEnd(line))),
        message: [`The build failed here: ${sentence(reason)}`, ...tail].join('\n'),
      },
    ];
  });
}

/** A file that could not be read as a Dockerfile has no steps, but the builder says which line it stopped at. */
function lineNamed(message: string, run: BuildRun, file: Dockerfile): readonly BuildProblem[] {
  const number = /\bline (\d+)\b/i.exec(message)?.[1];
  const line = Number(number) - 1;
  if (number === undefined || line < 0 || line >= file.lines.lineCount) return [];
  if (file.lines.line(line) !== run.file.lines.line(line)) return [];
  return [
    {
      range: file.lines.range(file.lines.lineStart(line), file.lines.lineEnd(line)),
      message: sentence(message),
    },
  ];
}

/** Builders quote the whole command in front of its exit code. */
function reasonOf(error: string | undefined): string | undefined {
  const code = error && /exit code:? (\d+)\s*$/.exec(error)?.[1];
  return code === undefined || code === '' ? error?.trim() : `exit code ${code}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
