import type { Engine, ImageDetails } from '../engine/engine';
import { isEngineError } from '../engine/errors';
import { inParallel } from '../shared/in-parallel';

/** Of those that the engine has. */
export async function imageDetails(
  images: Pick<Engine['images'], 'inspect'>,
  references: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, ImageDetails>> {
  const facts = new Map<string, ImageDetails>();
  await inParallel(references, 4, async (reference) => {
    try {
      facts.set(reference, await images.inspect(reference, signal));
    } catch (error) {
      if (!isEngineError(error, 'not-found') && !isEngineError(error, 'invalid')) throw error;
    }
  });
  return facts;
}
