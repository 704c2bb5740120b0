import { EngineError } from './errors';

/** Work that is done once for all who wait for it. */
export interface SharedWork<T> {
  /** Rejects with EngineError `cancelled` when the caller's signal aborts, whatever becomes of the work. */
  get(signal: AbortSignal | undefined): Promise<T>;
}

/**
 * What came of it is kept; a failure is not, so that the next caller tries again. The work ends when nobody waits for it any
 * more: a caller that gives up takes nothing from the others.
 */
export function createSharedWork<T>(work: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
  let current: { readonly result: Promise<T>; readonly abort: AbortController; waiting: number } | undefined;

  function begin(): NonNullable<typeof current> {
    const abort = new AbortController();
    const begun = { result: work(abort.signal), abort, waiting: 0 };
    begun.result.catch(() => {
      if (current === begun) current = undefined;
    });
    return begun;
  }

  return {
    async get(signal) {
      if (signal?.aborted) throw cancelled();
      current ??= begin();
      const mine = current;
      mine.waiting += 1;
      if (!signal) return mine.result;
      return new Promise((resolve, reject) => {
        const leave = () => {
          mine.waiting -= 1;
          if (mine.waiting === 0) {
            if (current === mine) current = undefined;
            mine.abort.abort();
          }
          reject(cancelled());
        };
        signal.addEventListener('abort', leave, { once: true });
        const stay = () => signal.removeEventListener('abort', leave);
        mine.result.finally(stay).then(resolve, reject);
      });
    },
  };
}

function cancelled(): EngineError {
  return new EngineError('cancelled', 'The call was cancelled.');
}
