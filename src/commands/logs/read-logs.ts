import type { LogEntry } from '../../engine/container-watch';
import type { Engine } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import type { LogView } from './log-view';

export interface SourceEntry<S> {
  readonly source: S;
  readonly entry: LogEntry;
}

/** How many answers are opened at once: over ssh each is a login. */
const atOnce = 4;

/**
 * What containers have printed, in the order of time, each of them read as it is needed. Ends at what is the end now; those
 * that are gone meanwhile are left out.
 */
export async function* readLogs<S extends { readonly id: string }>(
  engine: Engine,
  sources: readonly S[],
  { tail, since }: Pick<LogView, 'tail' | 'since'>,
  signal: AbortSignal,
): AsyncGenerator<SourceEntry<S>> {
  const options = {
    follow: false,
    signal,
    ...(tail === 'all' ? {} : { tail }),
    ...(since === undefined ? {} : { since }),
  };
  const cursors = sources.map((source) => ({
    source,
    cursor: createCursor(engine.containers.logEntries(source.id, options)),
  }));
  try {
    for (let at = 0; at < cursors.length; at += atOnce)
      await Promise.all(cursors.slice(at, at + atOnce).map(({ cursor }) => cursor.advance()));
    for (;;) {
      let next: (typeof cursors)[number] | undefined;
      for (const candidate of cursors) {
        if (!candidate.cursor.entry) continue;
        if (!next?.cursor.entry || timeOf(candidate.cursor.entry) < timeOf(next.cursor.entry)) next = candidate;
      }
      if (!next?.cursor.entry) return;
      yield { source: next.source, entry: next.cursor.entry };
      const advanced = next.cursor.advance();
      // Most of the time the next one is at hand, and there are millions of them.
      if (advanced) await advanced;
    }
  } finally {
    for (const { cursor } of cursors) cursor.close();
  }
}

function timeOf({ time = '' }: LogEntry): string {
  return time;
}

interface Cursor {
  /** Undefined at the end. */
  readonly entry: LogEntry | undefined;
  advance(): Promise<void> | undefined;
  close(): void;
}

function createCursor(batches: AsyncIterable<readonly LogEntry[]>): Cursor {
  const iterator = batches[Symbol.asyncIterator]();
  let batch: readonly LogEntry[] = [];
  let at = -1;
  async function load(): Promise<void> {
    const next = await iterator.next().catch((error: unknown) => {
      if (isEngineError(error, 'not-found')) return undefined;
      throw error;
    });
    batch = next?.done === false ? next.value : [];
    at = 0;
  }
  return {
    get entry() {
      return batch[at];
    },
    advance() {
      at += 1;
      return at < batch.length ? undefined : load();
    },
    close: () => void iterator.return?.(),
  };
}
