import type { Engine, EngineEvent } from '../../engine/engine';
import { watchEvents } from '../../engine/event-stream';

/** What happens to containers and to the engine, from one event stream for all that is followed together. */
export interface Lives {
  /** Resolves when nothing can be missed any more, or the engine cannot be reached. */
  readonly opened: Promise<void>;
  /** The engine answers. */
  readonly connected: boolean;
  of(id: string): Life;
}

/** What has happened to a container since one last asked it to forget. */
export interface Life {
  forget(): void;
  readonly started: boolean;
  /** Its last end in the engine's seconds; of one that was not seen to end, a moment before its last start. */
  readonly ended: number | undefined;
  readonly removed: boolean;
  /** Resolves when something happens to it, or to the engine, or when the signal aborts. */
  next(): Promise<void>;
}

export function watchLives(
  engine: Engine,
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent?: (event: EngineEvent) => void },
): Lives {
  const facts = new Map<string, { begun: number; started: boolean; ended: number | undefined; removed: boolean }>();
  let connected = false;
  let sleepers: (() => void)[] = [];

  function wake(): void {
    const woken = sleepers;
    sleepers = [];
    for (const resolve of woken) resolve();
  }
  signal.addEventListener('abort', wake, { once: true });

  function take(event: EngineEvent): void {
    onEvent?.(event);
    const fact = facts.get(event.id);
    if (event.kind !== 'container' || !fact) return;
    if (event.action === 'die') fact.ended = event.time;
    if (event.action === 'start') {
      fact.started = true;
      // Not before anybody followed it; clocks here and at the engine may differ, spans do not.
      fact.ended ??= event.time - Math.min(1, (performance.now() - fact.begun) / 1000);
    }
    if (event.action === 'destroy' || event.action === 'remove') fact.removed = true;
    wake();
  }

  const opened = new Promise<void>((resolve) => {
    void watchEvents(async () => engine, {
      signal,
      onEvent: take,
      onState({ kind }) {
        if (kind === 'connecting') return;
        connected = kind === 'connected';
        resolve();
        wake();
      },
    }).then(resolve);
  });

  return {
    opened,
    get connected() {
      return connected;
    },
    of(id) {
      const fact = facts.get(id) ?? { begun: performance.now(), started: false, ended: undefined, removed: false };
      facts.set(id, fact);
      return {
        forget() {
          fact.started = false;
        },
        get started() {
          return fact.started;
        },
        get ended() {
          return fact.ended;
        },
        get removed() {
          return fact.removed;
        },
        next: () => (signal.aborted ? Promise.resolve() : new Promise((resolve) => sleepers.push(resolve))),
      };
    },
  };
}
