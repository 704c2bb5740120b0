import type { RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';
import type { RunStep } from './flow';
import { flowOf } from './flow-of';
import { triggerFlow } from './trigger-flow';

/** The RUN steps of a file's stages in document order, each once. */
export const runSteps: (file: LintFile) => readonly RunStep[] = remembered((file) => {
  const own: RunStep[] = [];
  for (const { stage, steps } of flowOf(file).stages) {
    for (const step of steps) if (step.kind === 'run' && step.stage === stage) own.push(step);
  }
  return own;
});

/** With the RUNs of ONBUILD triggers behind them: for rules about a step by itself, whatever layers are above it. */
export const runStepsWithTriggers: (file: LintFile) => readonly RunStep[] = remembered((file) => {
  const triggers = file.dockerfile.stages.flatMap((stage) => triggerFlow(file, stage)?.steps ?? []);
  return [...runSteps(file), ...triggers.filter((step) => step.kind === 'run')];
});

const byRun = remembered(
  (file: LintFile): ReadonlyMap<RunInstruction, RunStep> =>
    new Map(runSteps(file).map((step) => [step.instruction, step])),
);

/** Undefined for a RUN that stands in no stage, or in an ONBUILD. */
export function runStepOf(file: LintFile, run: RunInstruction): RunStep | undefined {
  return byRun(file).get(run);
}
