import type { Engine, EngineEvent } from './engine';
import { EngineError, isEngineError } from './errors';
import { waitForSocket } from './wait-for-socket';

export type EventStreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'unreachable'; readonly error: EngineError }
  | { readonly kind: 'permission'; readonly error: EngineError };

export interface WatchOptions {
  readonly onEvent: (event: EngineEvent) => void;
  /** Called for every change, first with `connecting`. */
  readonly onState?: (state: EventStreamState) => void;
  /**
   * Events were or may have been missed: the stream is open again after it broke, or after attempts that failed. Called
   * once for each such connection, after `onState`; whoever keeps a list reads it anew.
   */
  readonly onReconnected?: () => void;
  /** Ends it; nothing is called afterwards. */
  readonly signal: AbortSignal;
  readonly clock?: WatchClock;
}

/** For tests. */
export interface WatchClock {
  readonly firstDelayMs: number;
  readonly lastDelayMs: number;
  /** From 0 to 1. */
  random(): number;
}

const realClock: WatchClock = { firstDelayMs: 250, lastDelayMs: 10_000, random: Math.random };

/**
 * Follows an engine's events for as long as the signal lets it, through restarts of the engine. It never asks while
 * events flow; while the engine is away it tries again with growing pauses, and at once when a local socket appears.
 * The promise never rejects and settles when the signal aborts.
 */
export async function watchEvents(connect: () => Promise<Engine>, options: WatchOptions): Promise<void> {
  const { onEvent, onState, onReconnected, signal, clock = realClock } = options;
  let missed = false;
  let failures = 0;
  const report = (state: EventStreamState) => {
    if (!signal.aborted) onState?.(state);
  };
  report({ kind: 'connecting' });
  while (!signal.aborted) {
    let engine: Engine | undefined;
    try {
      engine = await connect();
      if (signal.aborted) return;
      const onOpen = () => {
        failures = 0;
        report({ kind: 'connected' });
        if (missed && !signal.aborted) onReconnected?.();
        missed = true;
      };
      for await (const event of engine.events({ signal, onOpen })) {
        if (signal.aborted) return;
        onEvent(event);
      }
    } catch (cause) {
      if (signal.aborted) return;
      const error = isEngineError(cause)
        ? cause
        : new EngineError('protocol', 'Events of the engine could not be followed.', { cause });
      report({ kind: error.reason === 'permission' ? 'permission' : 'unreachable', error });
    }
    missed = true;
    failures += 1;
    const pause = Math.min(clock.lastDelayMs, clock.firstDelayMs * 2 ** (failures - 1));
    const appeared = await waitForSocket(engine?.endpoint, pause * (0.75 + clock.random() / 2), signal);
    if (appeared) failures = 0;
  }
}
