import type { BuildCacheRecord, ContainerUsage, DiskUsage, ImageUsage, VolumeUsage } from '../../engine/disk-usage';

/** Stopped: what `docker container prune` takes. */
export function stoppedContainers({ containers }: DiskUsage): readonly ContainerUsage[] {
  return containers.filter(({ state }) => state === 'exited' || state === 'created' || state === 'dead');
}

/** Images no container is made from, once the containers of `going` are gone. */
export function unusedImages(
  { images, containers }: DiskUsage,
  going: readonly ContainerUsage[] = [],
): readonly ImageUsage[] {
  const gone = new Set(going.map(({ id }) => id));
  const used = new Set(containers.filter(({ id }) => !gone.has(id)).map(({ imageId }) => imageId));
  return images.filter(({ id }) => !used.has(id));
}

export function isDangling({ tags, digests }: Pick<ImageUsage, 'tags' | 'digests'>): boolean {
  return tags.length === 0 && digests.length === 0;
}

/** Of the driver on the engine's own disk, and of no container: what `docker volume prune --all` takes. */
export function unusedVolumes({ volumes }: DiskUsage): readonly VolumeUsage[] {
  return volumes.filter(({ users, driver }) => users === 0 && driver === 'local');
}

/** Without `all`, what neither an image nor the builder itself needs. */
export function prunableCache({ buildCache }: DiskUsage, all: boolean): readonly BuildCacheRecord[] {
  return buildCache.filter(
    ({ inUse, shared, type }) => !inUse && (all || (!shared && type !== 'internal' && type !== 'frontend')),
  );
}

export function sumBytes(items: readonly { readonly bytes: number | undefined }[]): number {
  return items.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}

/**
 * What removing images frees: at least the layers no other image has, at most all of theirs that the others cannot need.
 * Layers shared among those that go lie between.
 */
export function freedByImages(
  { images, layersBytes }: DiskUsage,
  going: readonly ImageUsage[],
): { readonly least: number; readonly most: number } {
  if (going.length === 0) return { least: 0, most: 0 };
  const ids = new Set(going.map(({ id }) => id));
  const staying = images.filter(({ id }) => !ids.has(id));
  const own = ({ bytes, sharedBytes }: ImageUsage) => (sharedBytes === undefined ? 0 : bytes - sharedBytes);
  const needed = Math.max(0, ...staying.map(({ bytes }) => bytes), sum(staying.map(own)));
  const most = Math.min(sumBytes(going), layersBytes > 0 ? Math.max(0, layersBytes - needed) : Number.MAX_VALUE);
  return { least: Math.min(most, sum(going.map(own))), most };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
