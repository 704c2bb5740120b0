import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEntry } from '../../engine/container-watch';
import type { ContainerSummary, Engine, LogOptions } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { exitCodeWords } from '../../shared/exit-code';
import { createBacklog } from './backlog';
import { createLogPosition, type LogPosition } from './log-position';
import type { LogView } from './log-view';
import type { Lives } from './watch-lives';

/** Output of a container, or a sentence about it. */
export type LogPart = { readonly entries: readonly LogEntry[] } | { readonly notice: string };

export interface FollowedContainer {
  readonly id: string;
  readonly name: string;
}

/** Lines that are shown after a leap over what there is no time to show. */
const leapLines = 1000;

/**
 * A container's output for as long as the signal lets it: when it stops, waits for its next start and goes on there; when
 * the engine goes away, waits for it and goes on where it was. Ends when the container is removed. What is taken more
 * slowly than it is printed is left out, so that neither memory nor the delay grows.
 */
export async function* followContainer(
  engine: Engine,
  { id, name }: FollowedContainer,
  options: {
    readonly view: Pick<LogView, 'tail' | 'since'>;
    readonly lives: Lives;
    readonly signal: AbortSignal;
    /** What has been read already. */
    readonly position?: LogPosition;
  },
): AsyncGenerator<LogPart> {
  const { view, lives, signal, position = createLogPosition() } = options;
  const life = lives.of(id);
  const begun = Date.now() / 1000;
  let from: Pick<LogOptions, 'tail' | 'since'> = firstPart(view);
  const since = position.again();
  if (since !== undefined) from = { since };
  let told = false;

  for (;;) {
    life.forget();
    try {
      const backlog = createBacklog();
      for await (const entries of engine.containers.logEntries(id, { follow: true, signal, ...from })) {
        const fresh = position.take(entries);
        if (fresh.length === 0) continue;
        told = false;
        backlog.hand(fresh);
        yield { entries: fresh };
        if (backlog.taken()) break;
      }
      if (signal.aborted) return;
      if (backlog.tooLong) {
        yield { notice: `Some of what ${name} prints is left out here: it prints faster than a terminal shows.` };
        position.again();
        from = { tail: leapLines };
        continue;
      }
      const container = life.removed ? undefined : await engine.containers.get(id, signal);
      if (!container) {
        yield { notice: `${name} was removed.` };
        return;
      }
      if (!told && !life.started && !isRunning(container)) {
        yield { notice: `${name} ${how(container)}. Its output goes on here when it starts.` };
        told = true;
      }
      while (!life.started && !life.removed && lives.connected && !isRunning(container) && !signal.aborted)
        await life.next();
      if (life.started) yield { notice: `${name} started.` };
      else if (isRunning(container))
        await Promise.race([life.next(), sleep(1000, undefined, { signal }).catch(() => {})]);
    } catch (error) {
      if (signal.aborted) return;
      if (isEngineError(error, 'not-found')) {
        yield { notice: `${name} was removed.` };
        return;
      }
      if (isEngineError(error, 'cancelled')) {
        yield { notice: 'Another engine is used now, so this one is not followed any more.' };
        return;
      }
      if (!isEngineError(error, 'unreachable')) throw error;
      yield { notice: `The engine does not answer. The output of ${name} goes on here when it does.` };
      await whileGone(lives, life.next, signal);
    }
    if (signal.aborted) return;
    from = { since: position.again() ?? Math.max(view.since ?? 0, fallback(view, life.ended ?? begun)) };
  }
}

function firstPart({ tail, since }: Pick<LogView, 'tail' | 'since'>): Pick<LogOptions, 'tail' | 'since'> {
  return { ...(tail === 'all' ? {} : { tail }), ...(since === undefined ? {} : { since }) };
}

/** When it has said nothing so far, all it has said is new, unless its past was not asked for. */
function fallback({ tail }: Pick<LogView, 'tail'>, moment: number): number {
  return tail === 0 ? moment : 0;
}

/** The break of a connection and the news of it come in any order. */
async function whileGone(lives: Lives, next: () => Promise<void>, signal: AbortSignal): Promise<void> {
  if (lives.connected) await Promise.race([next(), sleep(500)]);
  while (!lives.connected && !signal.aborted) await next();
}

function isRunning({ state }: ContainerSummary): boolean {
  return state === 'running' || state === 'paused';
}

function how({ state, exitCode }: ContainerSummary): string {
  if (state === 'exited' && exitCode !== undefined) return `stopped with ${exitCodeWords(exitCode)}`;
  return state === 'created' ? 'has not been started' : state === 'restarting' ? 'is about to be restarted' : 'stopped';
}
