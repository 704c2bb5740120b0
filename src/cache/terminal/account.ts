import type { Operation } from '../../engine/build-history';
import type { EngineEvent, ImageDetails } from '../../engine/engine';
import type { ForecastEngine } from '../forecaster';
import { fullName, wasImage } from './agreement';
import { builtText } from './built-text';
import type { TerminalBuild } from './terminal-builds';

/** What can be said of a past build besides what its steps did. */
export interface Account {
  /** The Dockerfile's. */
  readonly text: string;
  /** What its steps did, by their ids; undefined where nobody tells. */
  readonly operations: ReadonlyMap<string, Operation> | undefined;
  /** Patterns of the ignore file that held; undefined where nobody tells. */
  readonly excluded: readonly string[] | undefined;
  /** Whether an image was the one that the engine has under that name now. */
  wasImage(reference: string, image: ImageDetails): boolean;
}

/** The engine's own of a build that ended well; else what has not changed since. Rejects with an EngineError. */
export async function accountOf(
  past: TerminalBuild,
  engine: ForecastEngine,
  signal: AbortSignal | undefined,
): Promise<Account | undefined> {
  const definition = await engine.history.definition(past.build, signal);
  if (definition) {
    const { text, operations } = definition;
    const all = [...operations.values()];
    return {
      ...{ text, operations },
      excluded: all.flatMap((one) => (one.kind === 'context' ? one.excluded : [])),
      wasImage: (reference, image) => wasImage(reference, image, all),
    };
  }
  const text = past.build.error === undefined ? undefined : await builtText(past, engine, signal);
  if (text === undefined) return undefined;
  const stayed = await imagesThatStayed(engine, past.build.started, signal);
  return { text, operations: undefined, excluded: undefined, wasImage: stayed };
}

/** By what the engine remembers of its events, if it goes back to that time (in milliseconds since the epoch). */
async function imagesThatStayed(
  { events }: Pick<ForecastEngine, 'events'>,
  time: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<(reference: string) => boolean> {
  let goesBack = false;
  const later: EngineEvent[] = [];
  for await (const event of events({ since: 1, until: Date.now() / 1000, signal })) {
    if (event.time * 1000 < time - margin) goesBack = true;
    else if (event.kind === 'image' && !harmless.has(event.action)) later.push(event);
  }
  return (reference) =>
    goesBack &&
    later.every(({ action, attributes: { name = reference } }) => {
      return (action === 'tag' || action === 'pull') && fullName(name) !== fullName(reference);
    });
}

/** Milliseconds. */
const margin = 100;
const harmless = new Set(['push', 'save', 'prune']);
