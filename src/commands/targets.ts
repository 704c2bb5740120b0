import type { ContainerSummary } from '../engine/engine';
import type { ContainerUserNode } from '../views/container-user';
import type { ContainerNode } from '../views/containers/nodes';
import { shortId } from '../views/format';
import type { ImageNode } from '../views/images/nodes';

/** An image as commands speak of it. */
export interface ImageTarget {
  /** What engine calls take: a reference, or the id of an image that has none. */
  readonly ref: string;
  /** For the person. */
  readonly name: string;
}

export interface ContainerTarget {
  readonly id: string;
  readonly name: string;
}

/** The row a menu was opened on and those selected with it. Selected rows elsewhere are not meant. */
export function selectionOf([clicked, selected]: readonly unknown[]): readonly unknown[] {
  if (Array.isArray(selected) && selected.includes(clicked)) return selected;
  return clicked === undefined ? [] : [clicked];
}

/**
 * Images named by a command's arguments: rows of the Images view (a repository stands for its tags), references, or
 * `{ image }`. Empty when there are none, and the command has to ask. Rows of other views are no images: the title of a
 * view hands its commands whatever row is focused.
 */
export function imageTargets(args: readonly unknown[]): readonly ImageTarget[] {
  return unique(selectionOf(args).flatMap(imagesOf), ({ ref }) => ref);
}

export function imageTarget(reference: string): ImageTarget {
  return { ref: reference, name: /^sha256:[0-9a-f]{64}$/.test(reference) ? shortId(reference) : reference };
}

function imagesOf(argument: unknown): readonly ImageTarget[] {
  if (typeof argument === 'string' && argument !== '') return [imageTarget(argument)];
  if (typeof argument !== 'object' || argument === null) return [];
  if (!('kind' in argument) || argument.kind === 'usageItem')
    return 'image' in argument ? imagesOf(argument.image) : [];
  const node = argument as ImageNode;
  switch (node.kind) {
    case 'repository':
    case 'imageGroup':
      return node.tags.flatMap(imagesOf);
    case 'danglingGroup':
      return node.images.flatMap(imagesOf);
    case 'tag':
      return [imageTarget(node.reference)];
    case 'dangling':
      return [imageTarget(node.image.id)];
    default:
      return [];
  }
}

/** Containers named by a command's arguments: rows of the Containers view, ids, names, or `{ container }`. */
export function containerTargets(args: readonly unknown[]): readonly ContainerTarget[] {
  return unique(selectionOf(args).flatMap(containersOf), ({ id }) => id);
}

function containersOf(argument: unknown): readonly ContainerTarget[] {
  if (typeof argument === 'string' && argument !== '') {
    return [{ id: argument, name: /^[0-9a-f]{64}$/.test(argument) ? shortId(argument) : argument }];
  }
  if (typeof argument !== 'object' || argument === null) return [];
  if (!('kind' in argument) || argument.kind === 'usageItem')
    return 'container' in argument ? containersOf(argument.container) : [];
  const node = argument as ContainerNode | ContainerUserNode;
  if (node.kind === 'group') return node.containers.flatMap(containersOf);
  if (node.kind !== 'container' && node.kind !== 'containerUser') return [];
  return [{ id: node.container.id, name: node.container.name }];
}

/** Where a target is among the engine's containers: it may be known by its name. */
export function findContainer(
  containers: readonly ContainerSummary[],
  target: ContainerTarget,
): ContainerSummary | undefined {
  return containers.find(({ id, name }) => id === target.id || name === target.id);
}

function unique<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
