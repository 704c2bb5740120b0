import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';
import type { StageFlow } from './flow';
import { flowOf } from './flow-of';
import { triggerFlow } from './trigger-flow';

/** The stages of a file, and behind them what their ONBUILD triggers do in a build that starts from them. */
export const flowsWithTriggers = remembered((file: LintFile): readonly StageFlow[] => {
  const { stages } = flowOf(file);
  return [...stages, ...stages.flatMap(({ stage }) => triggerFlow(file, stage) ?? [])];
});
