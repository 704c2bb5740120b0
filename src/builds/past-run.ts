import { builtText } from '../cache/terminal/built-text';
import type { TerminalBuild } from '../cache/terminal/terminal-builds';
import type { BuildEvent } from '../engine/build-progress';
import type { Engine, HistoryLayer, ImageDetails } from '../engine/engine';
import type { BuildOutcome, BuildRequest } from './build-run';

/** A build that others have run, from its beginning to its end. Times are milliseconds since the epoch. */
export interface PastRun {
  readonly request: BuildRequest;
  readonly events: readonly BuildEvent[];
  readonly outcome: BuildOutcome;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Undefined when it cannot be known which text was built. Rejects with an EngineError. */
export async function readPastRun(
  past: TerminalBuild,
  engine: Pick<Engine, 'endpoint' | 'storage' | 'history' | 'images'>,
  signal?: AbortSignal,
): Promise<PastRun | undefined> {
  const { build, client } = past;
  const text = await builtText(past, engine, signal);
  if (text === undefined) return undefined;
  const events: BuildEvent[] = [];
  for await (const event of engine.history.events(build.ref, signal)) events.push(event);
  const { attributes, started, completed = started } = build;
  const image = build.image === undefined ? undefined : await inspect(engine, build.image);
  const { platform } = attributes;
  const request: BuildRequest = {
    dockerfile: client.dockerfile,
    context: client.context,
    tag: build.tags[0] ?? image?.tags[0] ?? 'an image without a tag',
    target: attributes.target,
    buildArgs: argumentsOf(attributes),
    platform: platform?.includes(',') ? undefined : platform,
    builder: 'buildkit',
    chosenBuilder: undefined,
    text,
  };
  const outcome = await outcomeOf(past, engine, image);
  return { request, events, outcome, startedAt: started, endedAt: completed };
}

async function outcomeOf(
  { build: { error, image: digest } }: TerminalBuild,
  { images }: Pick<Engine, 'images'>,
  image: ImageDetails | undefined,
): Promise<BuildOutcome> {
  if (error !== undefined)
    return /\bcancell?ed\b/i.test(error)
      ? { kind: 'cancelled' }
      : { kind: 'failed', message: `The build failed: ${error}.` };
  const history = image ? await images.history(image.id).catch((): readonly HistoryLayer[] => []) : [];
  return { kind: 'built', image: digest ?? '', bytes: image?.bytes, formerBytes: undefined, history };
}

/** Undefined when the engine has it no more, or has put it elsewhere. */
async function inspect({ images }: Pick<Engine, 'images'>, image: string): Promise<ImageDetails | undefined> {
  return images.inspect(image).catch(() => undefined);
}

function argumentsOf(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const prefix = 'build-arg:';
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}
