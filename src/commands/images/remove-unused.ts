import type { Engine, ImageSummary } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import type { Outcome } from '../batch';

/**
 * Removes these images with all their names and no others. The engine's own prune of all unused images also takes names
 * away from images that are in use, where they have several. An image that others are built on goes after them.
 */
export async function removeImages<Image extends Named>(
  engine: Engine,
  images: readonly Image[],
  signal: AbortSignal,
): Promise<Outcome<Image>> {
  const failures = new Map<Image, unknown>();
  let waiting = images;
  for (;;) {
    failures.clear();
    for (const image of waiting) {
      if (signal.aborted) throw new EngineError('cancelled', 'Pruning was cancelled.');
      try {
        for (const reference of referencesOf(image)) await engine.images.remove(reference);
      } catch (error) {
        if (isEngineError(error, 'cancelled')) throw error;
        // It went with the one that was built on it.
        if (!isEngineError(error, 'not-found')) failures.set(image, error);
      }
    }
    if (failures.size === 0 || failures.size === waiting.length) break;
    waiting = [...failures.keys()];
  }
  return {
    done: images.filter((image) => !failures.has(image)),
    failed: [...failures].map(([item, error]) => ({ item, error })),
  };
}

type Named = Pick<ImageSummary, 'id' | 'tags' | 'digests'>;

function referencesOf({ id, tags, digests }: Named): readonly string[] {
  if (tags.length > 0) return tags;
  return digests.length > 0 ? digests : [id];
}
