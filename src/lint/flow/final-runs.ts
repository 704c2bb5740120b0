import type { RunInstruction } from '../../dockerfile/model';
import type { LintFile } from '../rule';
import { finalStages } from './final-stages';
import type { RunStep } from './flow';

const known = new WeakMap<LintFile, ReadonlyMap<RunInstruction, RunStep>>();

/** Every RUN that fills a layer of an image people pull, by its instruction. */
export function finalRuns(file: LintFile): ReadonlyMap<RunInstruction, RunStep> {
  let runs = known.get(file);
  if (!runs) {
    const steps = finalStages(file).flatMap((flow) => flow.steps);
    runs = new Map(steps.flatMap((step) => (step.kind === 'run' ? [[step.instruction, step] as const] : [])));
    known.set(file, runs);
  }
  return runs;
}
