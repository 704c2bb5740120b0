import { objectChanges } from '../object-changes';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { pickImage } from './pick-image';

/** What the engine says about an image, as a read-only JSON document that follows it. */
export async function inspectImage(
  services: Pick<Services, 'engine' | 'ui' | 'inspect' | 'events'>,
  args: readonly unknown[],
): Promise<void> {
  const image = imageTargets(args)[0] ?? (await pickImage(services, { title: 'Inspect image' }));
  if (!image) return;
  const inspect = async () => (await services.engine()).images.inspect(image.ref);
  const { id } = await inspect();
  await services.inspect.show({
    key: `image/${image.ref}`,
    title: image.name.replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1'),
    read: async () => (await inspect()).raw,
    onDidChange: objectChanges(services.events, { kind: 'image', id }),
  });
}
