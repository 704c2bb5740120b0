import type { BuildCacheRecord, ContainerUsage, DiskUsage, ImageUsage, VolumeUsage } from '../../engine/disk-usage';
import type { ContainerSummary } from '../../engine/engine';
import type { NetworkSummary } from '../../engine/networks';
import { groupUsers } from '../../views/container-user';
import {
  freedByImages,
  isDangling,
  prunableCache,
  stoppedContainers,
  sumBytes,
  unusedImages,
} from '../../views/disk-usage/reclaimable';

/** What a prune may take. */
export type PrunePart =
  | 'containers'
  | 'networks'
  | 'danglingImages'
  | 'unusedImages'
  | 'buildCache'
  | 'allBuildCache'
  | 'anonymousVolumes'
  | 'namedVolumes';

/** What the engine has, read at one time. */
export interface PruneFacts {
  readonly usage: DiskUsage;
  readonly containers: readonly ContainerSummary[];
  readonly networks: readonly NetworkSummary[];
}

/** What goes. */
export interface PrunePlan {
  readonly containers: readonly ContainerUsage[];
  readonly networks: readonly NetworkSummary[];
  readonly images: readonly ImageUsage[];
  readonly volumes: readonly VolumeUsage[];
  readonly buildCache: readonly BuildCacheRecord[];
  /** What comes back at least and at most. */
  readonly bytes: { readonly least: number; readonly most: number };
}

/**
 * What goes when these parts are pruned in the order docker prunes them: containers first, so that what only they used goes
 * with them. A network that a container which stays is to join stays, too.
 */
export function planPrune({ usage, containers, networks }: PruneFacts, parts: readonly PrunePart[]): PrunePlan {
  const has = (part: PrunePart) => parts.includes(part);
  const going = has('containers') ? stoppedContainers(usage) : [];
  const gone = new Set(going.map(({ id }) => id));
  const staying = containers.filter(({ id }) => !gone.has(id));
  const usedNetworks = groupUsers(staying, (container) => container.networks);
  const usedVolumes = groupUsers(staying, (container) => container.volumes);
  const unused = unusedImages(usage, going);
  const images = has('unusedImages') ? unused : has('danglingImages') ? unused.filter(isDangling) : [];
  const freeVolumes = usage.volumes.filter(
    ({ name, driver, users }) => driver === 'local' && !usedVolumes.has(name) && (users === 0 || going.length > 0),
  );
  const volumes = freeVolumes.filter(({ anonymous }) => has(anonymous ? 'anonymousVolumes' : 'namedVolumes'));
  const buildCache = has('buildCache') || has('allBuildCache') ? prunableCache(usage, has('allBuildCache')) : [];
  const sure = sumBytes(going) + sumBytes(volumes) + sumBytes(buildCache.filter(({ shared }) => !shared));
  const layers = freedByImages(usage, images);
  return {
    containers: going,
    networks: has('networks') ? networks.filter(({ name, predefined }) => !predefined && !usedNetworks.has(name)) : [],
    images,
    volumes,
    buildCache,
    bytes: { least: sure + layers.least, most: sure + layers.most },
  };
}
