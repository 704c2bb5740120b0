import type { Engine, EngineEvent } from '../engine/engine';
import { EngineError, isEngineError } from '../engine/errors';
import { type EventStreamState, type WatchOptions, watchEvents } from '../engine/event-stream';
import type { EngineState } from '../ids';
import type { Disposable } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';

export interface FeedState {
  readonly kind: EngineState;
  /** Of `unreachable`, `permission` and `misconfigured`. */
  readonly error: EngineError | undefined;
}

export interface EngineFeedOptions {
  readonly connect: () => Promise<Engine>;
  /** How long a stream that broke may take to come back before that is said. */
  readonly graceMs?: number;
  readonly clock?: NonNullable<WatchOptions['clock']>;
}

/** What happens at the engine, from one event stream for all views. */
export interface EngineFeed extends Disposable {
  readonly state: FeedState;
  readonly onDidChangeState: Event<FeedState>;
  readonly onEvent: Event<EngineEvent>;
  /** The stream is open, for the first time or again: whoever keeps a list reads it now, nothing is missed after that. */
  readonly onDidConnect: Event<Engine>;
  /** What was known is of no use any more. */
  readonly onDidLose: Event<void>;
  /** Begins following, once. */
  start(): void;
  /** Begins anew, when it was begun: the engine may be another one. */
  restart(): void;
  /** A call failed although the stream is open. Begins anew after a pause that grows. */
  fail(error: unknown): void;
}

const patienceMs = 3000;

const idle: FeedState = { kind: 'none', error: undefined };

export function createEngineFeed({ connect, graceMs = 800, clock }: EngineFeedOptions): EngineFeed {
  const states = new Emitter<FeedState>();
  const events = new Emitter<EngineEvent>();
  const connects = new Emitter<Engine>();
  const losses = new Emitter<void>();
  let state = idle;
  let watch: AbortController | undefined;
  let grace: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;

  function set(next: FeedState): void {
    clearTimeout(grace);
    grace = undefined;
    if (state.kind === next.kind && state.error?.message === next.error?.message) return;
    state = next;
    states.fire(state);
  }

  function lose(next: FeedState): void {
    losses.fire();
    set(next);
  }

  function follow(): void {
    clearTimeout(retry);
    watch?.abort();
    watch = new AbortController();
    const { signal } = watch;
    let engine: Engine | undefined;
    void watchEvents(
      async () => {
        engine = await connect();
        return engine;
      },
      {
        signal,
        onEvent: (event) => events.fire(event),
        onState: (reported) => onState(reported, () => engine),
        ...(clock ? { clock } : {}),
      },
    );
  }

  function beginAnew(error: EngineError): void {
    watch?.abort();
    lose({ kind: kindOf(error), error });
    retry = setTimeout(follow, Math.min(60_000, 2000 * 2 ** failures));
    failures += 1;
  }

  function onState(reported: EventStreamState, engine: () => Engine | undefined): void {
    if (reported.kind === 'connecting') {
      if (state.kind === 'none') set({ kind: 'connecting', error: undefined });
      return;
    }
    clearTimeout(retry);
    if (reported.kind === 'connected') {
      set({ kind: 'connected', error: undefined });
      const connected = engine();
      if (connected) connects.fire(connected);
      return;
    }
    const next: FeedState = { kind: kindOf(reported.error), error: reported.error };
    // A proxy that cuts idle streams must not make the trees flicker.
    if (state.kind === 'connected') grace ??= setTimeout(() => lose(next), graceMs);
    else if (grace === undefined) lose(next);
  }

  return {
    get state() {
      return state;
    },
    onDidChangeState: states.event,
    onEvent: events.event,
    onDidConnect: connects.event,
    onDidLose: losses.event,
    start() {
      if (!watch) follow();
    },
    restart() {
      if (!watch) return;
      failures = 0;
      lose({ kind: 'connecting', error: undefined });
      follow();
    },
    fail(cause) {
      const error = isEngineError(cause)
        ? cause
        : new EngineError('protocol', 'The engine gave an answer that could not be read.', { cause });
      if (error.reason === 'cancelled' || state.kind !== 'connected') return;
      clearTimeout(retry);
      // An engine that went away breaks the stream, too, and who follows that knows best how to come back.
      if (error.reason === 'unreachable') retry = setTimeout(() => beginAnew(error), patienceMs);
      else beginAnew(error);
    },
    dispose() {
      watch?.abort();
      clearTimeout(grace);
      clearTimeout(retry);
      for (const emitter of [states, events, connects, losses]) emitter.dispose();
    },
  };
}

function kindOf({ reason }: EngineError): EngineState {
  if (reason === 'permission') return 'permission';
  if (reason === 'protocol') return 'incompatible';
  // An address or a context that is none; no engine was asked.
  return reason === 'invalid' ? 'misconfigured' : 'unreachable';
}
