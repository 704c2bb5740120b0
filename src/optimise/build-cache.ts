import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine';
import { EngineError } from '../engine/errors';

export interface RememberedBuildCache {
  /** Removes the records that were made since, as far as nothing else needs them. Never rejects. */
  removeNew(): Promise<void>;
}

/** A build that was cancelled holds its records until the engine has ended what it ran. */
const patience = { calls: 20, milliseconds: 250 };
/** Ids in one call, which go into its address. */
const idsInCall = 100;

/**
 * Notes what is in the build cache. Builds leave a record of each step there, which no tag leads to; the builders before
 * BuildKit keep theirs as images and need nothing.
 */
export async function rememberBuildCache(engine: Engine, signal: AbortSignal): Promise<RememberedBuildCache> {
  const { buildkit, podman } = await engine.info(signal).catch((error) => {
    if (signal.aborted) throw new EngineError('cancelled', 'The proof was cancelled.', { cause: error });
    throw error;
  });
  if (!buildkit || podman) return { removeNew: async () => {} };
  const before = new Set(await recordIds(engine));
  return {
    async removeNew() {
      for (let call = 0; call < patience.calls; call++) {
        const made = (await recordIds(engine).catch(() => [])).filter((id) => !before.has(id));
        if (made.length === 0) return;
        let removed = 0;
        for (let at = 0; at < made.length; at += idsInCall) {
          const ids = made.slice(at, at + idsInCall);
          const report = await engine.pruneBuildCache({ all: true, ids }).catch(() => undefined);
          removed += report?.removed.length ?? 0;
        }
        if (removed === 0) await sleep(patience.milliseconds);
      }
    },
  };
}

async function recordIds(engine: Engine): Promise<readonly string[]> {
  const { buildCache } = await engine.diskUsage({ only: 'build-cache' });
  return buildCache.map(({ id }) => id);
}
