/**
 * Items of several sources as they come. A source is asked for its next item when the one before was taken, so that as many
 * wait as there are sources. Sources may be added while it runs. Ends when all have ended and `more` is false; a source
 * that throws ends the whole.
 */
export interface Merged<T> extends AsyncIterable<T> {
  add(source: AsyncIterable<T>): void;
}

export function createMerged<T>(options: { readonly signal: AbortSignal; readonly more: boolean }): Merged<T> {
  const { signal, more } = options;
  const waiting: { readonly item: T; readonly taken: () => void }[] = [];
  const iterators = new Set<AsyncIterator<T>>();
  let failure: { readonly error: unknown } | undefined;
  let running = 0;
  let closed = false;
  let wake = () => {};

  async function pump(source: AsyncIterable<T>): Promise<void> {
    const iterator = source[Symbol.asyncIterator]();
    iterators.add(iterator);
    running += 1;
    try {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done || closed) break;
        await new Promise<void>((taken) => {
          waiting.push({ item: value, taken });
          wake();
        });
        if (closed) break;
      }
    } catch (error) {
      failure ??= { error };
    } finally {
      iterators.delete(iterator);
      running -= 1;
      wake();
      if (closed) await iterator.return?.();
    }
  }

  return {
    add: (source) => void pump(source),
    async *[Symbol.asyncIterator]() {
      const onAbort = () => wake();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        while (!signal.aborted) {
          const next = waiting.shift();
          if (next) {
            yield next.item;
            next.taken();
          } else if (failure) throw failure.error;
          else if (running === 0 && !more) return;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        closed = true;
        signal.removeEventListener('abort', onAbort);
        for (const { taken } of waiting.splice(0)) taken();
      }
    },
  };
}
