import type { ContainerSummary, ImageSummary } from '../../engine/engine';
import { formatBytes, listOf } from '../../shared/quantity';
import { isActive } from '../../views/containers/nodes';
import type { ImageTarget } from '../targets';

/** What removing one reference will do. */
export interface Removal extends ImageTarget {
  readonly image: ImageSummary;
  /** False: the image keeps other references, so only this one goes. */
  readonly deletes: boolean;
  /** References the image keeps. */
  readonly kept: readonly string[];
  /** Names of containers that use the image, when it would be deleted. */
  readonly running: readonly string[];
  readonly stopped: readonly string[];
}

/** Targets the engine does not know are left out. The last reference of an image that goes takes the image with it. */
export function planRemoval(
  targets: readonly ImageTarget[],
  images: readonly ImageSummary[],
  containers: readonly ContainerSummary[],
): readonly Removal[] {
  const byName = new Map<string, ImageSummary>();
  for (const image of images) for (const name of [image.id, ...image.tags, ...image.digests]) byName.set(name, image);
  const going = new Set<string>();
  return targets.flatMap((target): Removal[] => {
    const image = byName.get(target.ref) ?? byName.get(`${target.ref}:latest`) ?? byId(images, target.ref);
    if (!image) return [];
    const references = image.tags.length > 0 ? image.tags : image.digests;
    const reference = references.find((known) => known === target.ref || known === `${target.ref}:latest`);
    going.add(reference ?? target.ref);
    const kept = reference === undefined ? [] : references.filter((known) => !going.has(known));
    const deletes = kept.length === 0;
    const users = deletes ? containers.filter(({ imageId }) => imageId === image.id) : [];
    return [
      {
        ...target,
        image,
        deletes,
        kept,
        running: users.filter(isActive).map(({ name }) => name),
        stopped: users.filter((container) => !isActive(container)).map(({ name }) => name),
      },
    ];
  });
}

/** The lines of the confirmation, one for each image. */
export function describeRemovals(removals: readonly Removal[]): readonly string[] {
  return [...byImage(removals)].map(describeImage);
}

/** How many images lose a reference or go. */
export function countImages(removals: readonly Removal[]): number {
  return [...byImage(removals)].length;
}

function byImage(removals: readonly Removal[]): Iterable<readonly Removal[]> {
  const groups = new Map<string, Removal[]>();
  for (const removal of removals) {
    const known = groups.get(removal.image.id);
    if (known) known.push(removal);
    else groups.set(removal.image.id, [removal]);
  }
  return groups.values();
}

function describeImage(removals: readonly Removal[]): string {
  const names = listOf(
    removals.map(({ name }) => name),
    8,
  );
  const last = removals.at(-1);
  if (!last) return names;
  if (!last.deletes)
    return `${names}: only ${removals.length === 1 ? 'this tag goes' : 'these tags go'}, the image stays as ${listOf(last.kept)}`;
  const { image, running, stopped } = last;
  const users = [
    running.length > 0 ? `used by the running ${listOf(running)}` : undefined,
    stopped.length > 0 ? `used by the stopped ${listOf(stopped)}` : undefined,
  ].filter((user) => user !== undefined);
  return [`${names} (${formatBytes(image.bytes)})`, ...users].join(', ');
}

function byId(images: readonly ImageSummary[], ref: string): ImageSummary | undefined {
  if (!/^[0-9a-f]{12,64}$/.test(ref)) return undefined;
  return images.find(({ id }) => id.startsWith(`sha256:${ref}`));
}
