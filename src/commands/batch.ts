import { isEngineError } from '../engine/errors';
import { inParallel } from '../shared/in-parallel';
import { listOf } from '../shared/quantity';
import type { Services } from './services';

export interface Outcome<T> {
  readonly done: readonly T[];
  readonly failed: readonly { readonly item: T; readonly error: unknown }[];
}

/** Tries all of them, at most `limit` at a time; one that fails does not keep the others. Cancelling ends the whole. */
export async function attemptAll<T>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<unknown>,
): Promise<Outcome<T>> {
  const failures = new Map<T, unknown>();
  await inParallel(items, limit, async (item) => {
    try {
      await task(item);
    } catch (error) {
      if (isEngineError(error, 'cancelled')) throw error;
      failures.set(item, error);
    }
  });
  const failed = items.filter((item) => failures.has(item));
  return {
    done: items.filter((item) => !failures.has(item)),
    failed: failed.map((item) => ({ item, error: failures.get(item) })),
  };
}

/** One step after the other; each knows what failed before it. */
export async function attemptInSteps<T>(
  steps: readonly (readonly T[])[],
  attempt: (step: readonly T[], failed: readonly T[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let whole: Outcome<T> = { done: [], failed: [] };
  for (const step of steps) {
    const outcome = await attempt(
      step,
      whole.failed.map(({ item }) => item),
    );
    whole = { done: [...whole.done, ...outcome.done], failed: [...whole.failed, ...outcome.failed] };
  }
  return whole;
}

/** One report of all. The failure of a single one is thrown, to be shown where all failures are. */
export function reportAll<T extends { readonly name: string }>(
  { ui, log }: Pick<Services, 'ui' | 'log'>,
  { done, failed }: Outcome<T>,
  /** `Started`, as in `Started web and db.` */
  did: string,
  /** `containers` */
  things: string,
): void {
  const [first] = failed;
  if (first && done.length === 0 && failed.length === 1) throw first.error;
  if (!first) {
    if (done.length > 0) ui.statusMessage(`${did} ${listOf(done.map(({ name }) => name))}.`);
    return;
  }
  for (const { item, error } of failed) log.error(`${item.name}: ${reasonOf(error)}`, error);
  const reasons = failed.slice(0, 3).map(({ item, error }) => `${item.name}: ${reasonOf(error)}`);
  const more = failed.length > 3 ? ` ${failed.length - 3} more are in the output.` : '';
  void ui.warn(`${did} ${done.length} of ${done.length + failed.length} ${things}. ${reasons.join(' ')}${more}`);
}

export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.?]$/.test(text) ? text : `${text}.`;
}
