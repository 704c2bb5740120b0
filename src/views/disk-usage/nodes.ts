import type { DiskUsage, ImageUsage } from '../../engine/disk-usage';
import type { NodePresentation } from '../../host/tree';
import type { ContextValue } from '../../ids';
import { plural } from '../../shared/plural';
import { formatBytes } from '../../shared/quantity';
import { compareNames, formatAge, shortId } from '../format';
import { volumeLabel } from '../volumes/nodes';
import {
  freedByImages,
  isDangling,
  prunableCache,
  stoppedContainers,
  sumBytes,
  unusedImages,
  unusedVolumes,
} from './reclaimable';

export type UsageNode = UsageGroupNode | UsageItemNode;

export interface UsageGroupNode {
  readonly kind: 'usage';
  readonly of: 'images' | 'containers' | 'volumes' | 'buildCache';
  readonly label: string;
  readonly description: string;
  readonly items: readonly UsageItemNode[];
}

export interface UsageItemNode {
  readonly kind: 'usageItem';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly contextValue?: ContextValue;
  /** What commands on the row are about. */
  readonly image?: string;
  readonly container?: string;
  readonly volume?: string;
}

/** The biggest are shown; the rest is counted. */
const most = 25;

export function usageNodes(usage: DiskUsage): readonly UsageGroupNode[] {
  return [images(usage), containers(usage), volumes(usage), buildCache(usage)];
}

export function totalBytes(usage: DiskUsage): number {
  const { layersBytes, containers, volumes, buildCache } = usage;
  // A shared record is a layer of an image, and counted there.
  return layersBytes + sumBytes(containers) + sumBytes(volumes) + sumBytes(buildCache.filter(({ shared }) => !shared));
}

export function childNodes(node: UsageNode): readonly UsageNode[] {
  return node.kind === 'usage' ? node.items : [];
}

export function nodeId(node: UsageNode): string {
  return node.kind === 'usage' ? node.of : node.id;
}

const groupIcons = { images: 'layers', containers: 'vm', volumes: 'database', buildCache: 'history' } as const;
const groupValues = {
  images: 'imageUsage',
  containers: 'containerUsage',
  volumes: 'volumeUsage',
  buildCache: 'buildCacheUsage',
} as const satisfies Record<UsageGroupNode['of'], ContextValue>;

export function presentNode(node: UsageNode): NodePresentation {
  const { label, description } = node;
  const common = { id: nodeId(node), label, description };
  const accessibilityLabel = `${label}, ${description.replaceAll(' · ', ', ')}`;
  if (node.kind === 'usageItem') {
    const value = node.contextValue === undefined ? {} : { contextValue: node.contextValue };
    return { ...common, icon: { id: node.icon }, ...value, expandable: 'no', accessibilityLabel };
  }
  return {
    ...common,
    icon: { id: groupIcons[node.of] },
    contextValue: groupValues[node.of],
    expandable: node.items.length > 0 ? 'collapsed' : 'no',
    accessibilityLabel,
  };
}

function images(usage: DiskUsage): UsageGroupNode {
  const unused = unusedImages(usage);
  const unusedIds = new Set(unused.map(({ id }) => id));
  const { most: freed } = freedByImages(usage, unused);
  const items = bySize(usage.images, nameOfImage).map((image): UsageItemNode => {
    const own =
      image.sharedBytes === undefined || image.sharedBytes === 0 ? undefined : image.bytes - image.sharedBytes;
    return {
      kind: 'usageItem',
      id: `image:${image.id}`,
      label: nameOfImage(image),
      description: facts(
        formatBytes(image.bytes),
        own === undefined ? undefined : `${formatBytes(own)} of its own`,
        isDangling(image) ? 'dangling' : undefined,
        unusedIds.has(image.id) ? 'unused' : undefined,
      ),
      icon: unusedIds.has(image.id) ? 'layers' : 'layers-active',
      contextValue: 'imageUsageItem',
      image: image.tags[0] ?? image.id,
    };
  });
  return group('images', 'Images', usage.layersBytes, items, freed, usage.images.length, 'up to ');
}

function containers(usage: DiskUsage): UsageGroupNode {
  const stopped = stoppedContainers(usage);
  const items = bySize(usage.containers, ({ name }) => name).map(
    ({ id, name, image, state, bytes }): UsageItemNode => ({
      kind: 'usageItem',
      id: `container:${id}`,
      label: name,
      description: facts(formatBytes(bytes), state, image),
      icon: stopped.some((container) => container.id === id) ? 'vm-outline' : 'vm-running',
      contextValue: 'containerUsageItem',
      container: id,
    }),
  );
  const bytes = sumBytes(usage.containers);
  return group('containers', 'Containers', bytes, items, sumBytes(stopped), usage.containers.length);
}

function volumes(usage: DiskUsage): UsageGroupNode {
  const unused = unusedVolumes(usage);
  const items = bySize(usage.volumes, ({ name }) => name).map(
    (volume): UsageItemNode => ({
      kind: 'usageItem',
      id: `volume:${volume.name}`,
      label: volumeLabel(volume),
      description: facts(
        volume.bytes === undefined ? 'unknown size' : formatBytes(volume.bytes),
        volume.anonymous ? 'anonymous' : undefined,
        volume.users === 0 ? 'unused' : undefined,
      ),
      icon: 'database',
      contextValue: 'volumeUsageItem',
      volume: volume.name,
    }),
  );
  return group('volumes', 'Volumes', sumBytes(usage.volumes), items, sumBytes(unused), usage.volumes.length);
}

function buildCache(usage: DiskUsage): UsageGroupNode {
  const items = bySize(usage.buildCache, ({ id }) => id).map(
    ({ id, type, description, bytes, inUse, shared, lastUsed, uses }): UsageItemNode => ({
      kind: 'usageItem',
      id: `cache:${id}`,
      label: describeRecord(description, type),
      description: facts(
        formatBytes(bytes),
        inUse ? 'in use' : shared ? "an image's layer" : undefined,
        lastUsed > 0 ? `last used ${formatAge(lastUsed)}` : undefined,
        uses > 1 ? plural(uses, 'use') : undefined,
      ),
      icon: type === 'exec.cachemount' ? 'folder' : type.startsWith('source') ? 'files' : 'history',
    }),
  );
  const own = usage.buildCache.filter(({ shared }) => !shared);
  const freed = sumBytes(prunableCache(usage, true).filter(({ shared }) => !shared));
  return group('buildCache', 'Build cache', sumBytes(own), items, freed, usage.buildCache.length);
}

function group(
  of: UsageGroupNode['of'],
  label: string,
  bytes: number,
  items: readonly UsageItemNode[],
  reclaimable: number,
  count: number,
  atMost = '',
): UsageGroupNode {
  const rest = items.length - most;
  const more: UsageItemNode = {
    kind: 'usageItem',
    id: `more:${of}`,
    label: `${plural(rest, 'more')}`.replace(/s$/, ''),
    description: 'smaller than these',
    icon: 'ellipsis',
  };
  return {
    kind: 'usage',
    of,
    label,
    description: facts(
      count === 0 ? 'none' : formatBytes(bytes),
      count === 0 ? undefined : String(count.toLocaleString('en-US')),
      reclaimable > 0 ? `${atMost}${formatBytes(reclaimable)} can be reclaimed` : undefined,
    ),
    items: rest > 0 ? [...items.slice(0, most), more] : items,
  };
}

export function nameOfImage({ id, tags, digests }: Pick<ImageUsage, 'id' | 'tags' | 'digests'>): string {
  return tags.length > 0 ? tags.join(', ') : (digests[0]?.split('@')[0] ?? shortId(id));
}

/** `mount / from exec /bin/sh -c npm ci` says the same as `npm ci`, with more words. */
export function describeRecord(description: string, type: string): string {
  const run = /^(?:mount \/ from exec )?(?:\/bin\/sh -c )?(.*)$/s.exec(description)?.[1] ?? description;
  return run.replace(/\s+/g, ' ').trim() || type;
}

function bySize<T extends { readonly bytes: number | undefined }>(
  items: readonly T[],
  name: (item: T) => string,
): readonly T[] {
  return [...items].sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || compareNames(name(a), name(b)));
}

function facts(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' · ');
}
