import type { ContainerSummary, Engine, EngineEvent } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';

/**
 * A container's output for as long as the signal lets it: when the container stops, waits for its next start and goes on
 * there. Ends when the container is removed.
 */
export async function* followLogs(
  engine: Engine,
  container: { readonly id: string; readonly name: string },
  { tail, signal }: { readonly tail: number; readonly signal: AbortSignal },
): AsyncGenerator<string | Uint8Array> {
  const { id, name } = container;
  const abort = new AbortController();
  const ended = AbortSignal.any([signal, abort.signal]);
  const life = await watchLife(engine, id, ended);
  try {
    let since: number | undefined;
    for (;;) {
      const from = since === undefined ? { tail } : { since };
      try {
        for await (const { data } of engine.containers.logs(id, { follow: true, signal, ...from })) yield data;
      } catch (error) {
        if (signal.aborted || !isEngineError(error, 'not-found')) throw error;
        return;
      }
      const current = signal.aborted ? undefined : await engine.containers.get(id, signal);
      if (!current) return;
      if (!life.hasStarted) yield notice(`${name} ${how(current)}. Its output goes on here when it starts.`);
      since = await life.nextStart();
      if (since === undefined) return;
      yield notice(`${name} started.`);
    }
  } finally {
    abort.abort();
  }
}

function how({ state, exitCode }: ContainerSummary): string {
  if (state === 'exited' && exitCode !== undefined) return `stopped with exit code ${exitCode}`;
  return state === 'created' ? 'has not been started' : 'stopped';
}

interface Life {
  /** It has started again since the start that was last asked for. */
  readonly hasStarted: boolean;
  /**
   * Waits for its next start; what it says from then on has a later time, in the engine's seconds, than what this gives.
   * Undefined when it was removed. Rejects when the engine is gone.
   */
  nextStart(): Promise<number | undefined>;
}

/** Resolves when the engine has agreed to tell: no start can be missed from then on. */
async function watchLife(engine: Engine, id: string, signal: AbortSignal): Promise<Life> {
  let died: number | undefined;
  let started: number | undefined;
  let removed = false;
  let failure: unknown;
  let wake = () => {};
  const onEvent = ({ kind, action, time, ...event }: EngineEvent) => {
    if (kind !== 'container' || event.id !== id) return;
    if (action === 'die') died = time;
    // The event comes after the process has begun to write; nothing is written between its end and that.
    if (action === 'start') started = died ?? time - 1;
    if (action === 'destroy' || action === 'remove') removed = true;
    wake();
  };
  await new Promise<void>((resolve) => {
    const watch = async () => {
      for await (const event of engine.events({ signal, onOpen: resolve })) onEvent(event);
    };
    watch()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        failure ??= new EngineError('cancelled', 'Following the output was cancelled.');
        resolve();
        wake();
      });
  });
  return {
    get hasStarted() {
      return started !== undefined;
    },
    async nextStart() {
      while (started === undefined) {
        if (removed) return undefined;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const time = started;
      started = undefined;
      return time;
    },
  };
}

/** Our words, apart from the container's. */
function notice(text: string): string {
  return `\r\n\x1b[2m${text}\x1b[0m\r\n`;
}
