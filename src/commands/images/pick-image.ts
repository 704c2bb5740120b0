import type { Engine, ImageSummary } from '../../engine/engine';
import type { PickItem } from '../../host/ui';
import { formatBytes } from '../../shared/quantity';
import { compareNames, formatAge, shortId } from '../../views/format';
import type { Services } from '../services';
import { type ImageTarget, imageTarget } from '../targets';

export interface PickImageOptions {
  readonly title: string;
  readonly placeholder?: string;
  /** Leaves out images without a name. */
  readonly named?: boolean;
}

const empty = 'There is no image here yet. Pull or build one first.';

/** Asks for one of the engine's images; undefined when the person gave up. */
export async function pickImage(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  options: PickImageOptions,
): Promise<ImageTarget | undefined> {
  return ui.pick(imageItems(await engine(), options), { ...options, empty });
}

export async function pickImages(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  options: PickImageOptions,
): Promise<readonly ImageTarget[]> {
  return (await ui.pickMany(imageItems(await engine(), options), { ...options, empty })) ?? [];
}

async function imageItems(engine: Engine, { named = false }: PickImageOptions): Promise<PickItem<ImageTarget>[]> {
  const images = await engine.images.list();
  const items = images.flatMap((image) => {
    const references = image.tags.length > 0 ? image.tags : image.digests;
    if (references.length === 0 && !named) return [item(image.id, image)];
    return references.map((reference) => item(reference, image));
  });
  return items.sort((a, b) => compareNames(a.label, b.label));
}

function item(ref: string, image: ImageSummary): PickItem<ImageTarget> {
  const target = imageTarget(ref);
  const dangling = ref === image.id;
  const facts = [dangling ? 'dangling' : shortId(image.id), formatBytes(image.bytes), formatAge(image.created)];
  return {
    label: target.name,
    description: facts.filter((fact) => fact !== undefined).join(' · '),
    icon: 'layers',
    value: target,
  };
}
