import { formatSeconds } from '../shared/duration';
import { plural } from '../shared/plural';
import { formatBytes } from '../shared/quantity';
import type { BuildRun } from './build-run';

/** How many instructions of the Dockerfile a build has dealt with. */
export interface BuildCounts {
  readonly done: number;
  readonly cached: number;
  readonly known: number;
}

export function countSteps({ matched }: BuildRun): BuildCounts {
  const all = [...matched.instructions.values()];
  const done = all.filter(({ status }) => status === 'done');
  return { done: done.length, cached: done.filter(({ cached }) => cached).length, known: all.length };
}

/** `45 MB, 2 MB more than before`; empty where the engine did not say. */
export function describeSize({ outcome }: BuildRun): string {
  if (outcome?.kind !== 'built' || outcome.bytes === undefined) return '';
  const { bytes, formerBytes } = outcome;
  if (formerBytes === undefined) return formatBytes(bytes);
  const more = bytes - formerBytes;
  if (more === 0) return `${formatBytes(bytes)}, as before`;
  return `${formatBytes(bytes)}, ${formatBytes(Math.abs(more))} ${more > 0 ? 'more' : 'less'} than before`;
}

/** `in 12 s, 3 of 5 steps cached` */
export function describeWork(run: BuildRun): string {
  const { cached, done } = countSteps(run);
  const seconds = run.endedAt === undefined ? undefined : (run.endedAt - run.startedAt) / 1000;
  return [
    ...(seconds === undefined ? [] : [`in ${formatSeconds(seconds)}`]),
    ...(done === 0 ? [] : [`${cached} of ${plural(done, 'step')} cached`]),
  ].join(', ');
}
