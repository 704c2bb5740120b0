import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Engine } from '../../engine/engine';
import type { TerminalBuild } from './terminal-builds';
import { hasOwnClock, hasSameClock, unchangedSince } from './unchanged-files';

/**
 * The Dockerfile's text that was built: as the engine tells it, or that of now when nobody has changed it since. Undefined when
 * it cannot be known. Rejects with an EngineError.
 */
export async function builtText(
  { build, client: { dockerfile } }: Pick<TerminalBuild, 'build' | 'client'>,
  engine: Pick<Engine, 'endpoint' | 'storage' | 'history'>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const definition = await engine.history.definition(build, signal);
  if (definition) return definition.text;
  if (!hasSameClock(engine.endpoint, await engine.storage(signal)) || !hasOwnClock(dockerfile)) return undefined;
  const text = await readFile(dockerfile, 'utf8').catch(() => undefined);
  // After it was read, so that it cannot change in between.
  const files = unchangedSince(build.started);
  const same =
    files.statsOf(dockerfile)?.isFile() && files.unchanged(dockerfile) && files.samePlace(dirname(dockerfile));
  return same ? text : undefined;
}
