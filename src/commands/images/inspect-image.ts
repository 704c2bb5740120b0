import type { Services } from '../services';
import { imageTargets } from '../targets';
import { pickImage } from './pick-image';

/** What the engine says about an image, as a read-only JSON document. */
export async function inspectImage(services: Pick<Services, 'engine' | 'ui'>, args: readonly unknown[]): Promise<void> {
  const image = imageTargets(args)[0] ?? (await pickImage(services, { title: 'Inspect image' }));
  if (!image) return;
  const { raw } = await (await services.engine()).images.inspect(image.ref);
  await services.ui.showText({
    title: `${image.name.replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1')}.json`,
    language: 'json',
    text: `${JSON.stringify(raw, undefined, 2)}\n`,
  });
}
