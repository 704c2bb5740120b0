import type { RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';
import { finalStages } from './final-stages';
import type { RunStep } from './flow';

/** Every RUN that fills a layer of an image people pull, by its instruction. */
export const finalRuns: (file: LintFile) => ReadonlyMap<RunInstruction, RunStep> = remembered((file) => {
  const runs = new Map<RunInstruction, RunStep>();
  for (const { steps } of finalStages(file)) {
    for (const step of steps) if (step.kind === 'run') runs.set(step.instruction, step);
  }
  return runs;
});
