import type { RunInstruction } from '../../dockerfile/model';
import type { LintFile } from '../rule';
import type { RunStep } from './flow';
import { flowOf } from './flow-of';

const known = new WeakMap<LintFile, ReadonlyMap<RunInstruction, RunStep>>();

/** The RUN steps of a file's stages in document order, each once. */
export function runSteps(file: LintFile): readonly RunStep[] {
  return [...stepsByRun(file).values()];
}

/** Undefined for a RUN that stands in no stage, or in an ONBUILD. */
export function runStepOf(file: LintFile, run: RunInstruction): RunStep | undefined {
  return stepsByRun(file).get(run);
}

function stepsByRun(file: LintFile): ReadonlyMap<RunInstruction, RunStep> {
  let steps = known.get(file);
  if (!steps) {
    steps = new Map(
      flowOf(file).stages.flatMap(({ stage, steps: all }) =>
        all.flatMap((step): [RunInstruction, RunStep][] =>
          step.kind === 'run' && step.stage === stage ? [[step.instruction, step]] : [],
        ),
      ),
    );
    known.set(file, steps);
  }
  return steps;
}
