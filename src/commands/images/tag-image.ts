import type { Engine } from '../../engine/engine';
import { parseReference, validateReference, withTag } from '../../engine/references';
import { shortId } from '../../views/format';
import { offer } from '../offer';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { pickImage } from './pick-image';

/** A second argument that is a text is the new reference; else it is asked for. */
export async function tagImage(
  services: Pick<Services, 'engine' | 'ui' | 'run'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const image = imageTargets(args)[0] ?? (await pickImage(services, { title: 'Tag image' }));
  if (!image) return;
  const given = typeof args[1] === 'string' ? args[1] : undefined;
  const entered =
    given ??
    (await ui.input({
      title: `Tag ${image.name}`,
      prompt: 'New reference for the same image. A registry in front says where it can be pushed.',
      placeholder: 'registry.example/team/name:tag',
      value: image.ref.startsWith('sha256:') || image.ref.includes('@') ? '' : image.ref,
      validate: (value) => validateTag(value.trim(), image.ref),
    }));
  if (entered === undefined) return;
  const parsed = parseReference(entered.trim());
  const target = parsed ? withTag(parsed) : entered.trim();
  const engine = await services.engine();
  if (!(await mayMove(engine, ui, image.ref, target))) return;
  await engine.images.tag(image.ref, target);
  offer(services, ui.info(`Tagged ${image.name} as ${target}.`, 'Push'), { Push: ['layerwright.pushImage', target] });
}

function validateTag(value: string, current: string): string | undefined {
  if (value === current) return 'The image has this reference already. Change the name or the tag.';
  if (value.includes('@')) return 'A new reference has a tag, not a digest.';
  return validateReference(value);
}

/** A reference names one image: taking it from another is said before. */
export async function mayMove(engine: Engine, ui: Services['ui'], ref: string, target: string): Promise<boolean> {
  const [image, images] = await Promise.all([engine.images.inspect(ref), engine.images.list()]);
  const owner = images.find(({ tags }) => tags.includes(target));
  if (!owner || owner.id === image.id) return true;
  const rest = owner.tags.filter((tag) => tag !== target);
  return ui.confirm({
    message: `Move ${target} to another image?`,
    detail: `It names the image ${shortId(owner.id)} now, which ${rest.length > 0 ? `stays as ${rest.join(', ')}` : 'becomes dangling'}.`,
    action: 'Move',
  });
}
