import type { Engine, ImageDetails } from '../engine/engine';
import { isEngineError } from '../engine/errors';
import { inParallel } from '../shared/in-parallel';
import { imagesOf } from './make-plan';
import type { PlanInput } from './plan-input';

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

/** Of the images that a plan asks for; an image of another platform is not the one that is built on. */
export async function factsFor(
  images: Pick<Engine['images'], 'inspect'>,
  plan: Omit<PlanInput, 'imageFacts' | 'content'>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ImageDetails>> {
  const facts = await imageDetails(images, imagesOf(plan), signal);
  for (const [reference, image] of facts) if (!isFor(image, plan.platform)) facts.delete(reference);
  return facts;
}

function isFor({ os, architecture }: ImageDetails, platform: string): boolean {
  return platform === `${os}/${architecture}` || platform.startsWith(`${os}/${architecture}/`);
}
