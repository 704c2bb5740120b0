import { createSharedWork, type SharedWork } from './shared-work';

/**
 * Work that must not run twice at once. Who asks while it runs gets what the next run finds, which begins when this one has
 * ended and is one for all who wait for it: never an answer from before the question.
 */
export function createTurns<T>(work: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: SharedWork<T> | undefined;

  function begin(): SharedWork<T> {
    const turn = createSharedWork(async (signal) => {
      await running;
      signal.throwIfAborted();
      if (next === turn) next = undefined;
      const result = work(signal);
      running = result.catch(() => {});
      return result;
    });
    return turn;
  }

  return {
    get(signal) {
      next ??= begin();
      return next.get(signal);
    },
  };
}
