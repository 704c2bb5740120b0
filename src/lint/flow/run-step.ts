import type { RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';
import type { RunStep } from './flow';
import { flowOf } from './flow-of';

/** The RUN steps of a file's stages in document order, each once. */
export const runSteps: (file: LintFile) => readonly RunStep[] = remembered((file) => {
  const own: RunStep[] = [];
  for (const { stage, steps } of flowOf(file).stages) {
    for (const step of steps) if (step.kind === 'run' && step.stage === stage) own.push(step);
  }
  return own;
});

const byRun = remembered(
  (file: LintFile): ReadonlyMap<RunInstruction, RunStep> =>
    new Map(runSteps(file).map((step) => [step.instruction, step])),
);

/** Undefined for a RUN that stands in no stage, or in an ONBUILD. */
export function runStepOf(file: LintFile, run: RunInstruction): RunStep | undefined {
  return byRun(file).get(run);
}
