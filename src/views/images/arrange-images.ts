import type { ImageSummary } from '../../engine/engine';
import { splitHost } from '../../engine/references';
import type { Arrangement, Placement } from '../arranged/arranged-rows';
import { createMatcher } from '../arranged/filter-text';
import { compareNames, shortId } from '../format';
import type { ImageUse } from './image-uses';
import { type DanglingNode, type ImageNode, nodeId, type TagNode } from './nodes';

export const imageGroupings = ['repository', 'tag', 'registry', 'none'] as const;
export type ImageGrouping = (typeof imageGroupings)[number];

export const imageSorts = ['name', 'age', 'size'] as const;
export type ImageSort = (typeof imageSorts)[number];

export interface ImageChoice {
  readonly group: ImageGrouping;
  readonly sort: ImageSort;
  /** Words that a reference or an id has to have. */
  readonly filter: string;
}

type ImageLeaf = TagNode | DanglingNode;

export interface ImageArrangement extends Arrangement<ImageLeaf, ImageNode> {
  place(image: ImageSummary, use: ImageUse): readonly Placement<ImageLeaf>[];
}

/** Groups by name, then what has no name; within them by name, the newest or the largest first. */
export function arrangeImages({ group, sort, filter }: ImageChoice): ImageArrangement {
  const matches = createMatcher(filter);
  const compareLeaves = leafOrders[sort];
  const rootOrder = (a: ImageNode, b: ImageNode) => compareLeaves(firstOf(a), firstOf(b));
  return {
    place: (image, use) => placements(image, use, group).filter(({ leaf }) => matches(() => searchText(leaf))),
    compareLeaves,
    root: (leaves) => rootOf(leaves, group),
    compareRoots: sort === 'name' ? compareRootNames : (a, b) => compareGroupsOfUnnamed(a, b) || rootOrder(a, b),
    rootId: nodeId,
  };
}

function placements(image: ImageSummary, use: ImageUse, group: ImageGrouping): readonly Placement<ImageLeaf>[] {
  const references = referencesOf(image);
  if (references.length === 0) {
    const bucket = group === 'none' ? `dangling:${image.id}` : 'dangling';
    return [{ bucket, leaf: { kind: 'dangling', image, use } }];
  }
  return references.map((reference) => {
    const repository = repositoryOf(reference);
    const within = group === 'none' ? undefined : group;
    const leaf: TagNode = { kind: 'tag', repository, reference, within, image, use };
    return { bucket: group === 'none' ? `tag:${reference}` : `group:${groupName(leaf, group)}`, leaf };
  });
}

function rootOf(leaves: readonly ImageLeaf[], group: ImageGrouping): ImageNode {
  const [first] = leaves as readonly [ImageLeaf];
  if (group === 'none') return first;
  if (first.kind === 'dangling') return { kind: 'danglingGroup', images: leaves as readonly DanglingNode[] };
  const tags = leaves as readonly TagNode[];
  // A repository with one tag is one row.
  if (group === 'repository')
    return tags.length === 1 ? { ...first, within: undefined } : { kind: 'repository', name: first.repository, tags };
  return { kind: 'imageGroup', by: group, name: groupName(first, group), tags };
}

function groupName({ reference, repository }: TagNode, group: Exclude<ImageGrouping, 'none'>): string {
  if (group === 'repository') return repository;
  if (group === 'registry') return splitHost(repository).host ?? 'docker.io';
  return reference.includes('@') ? untagged : reference.slice(repository.length + 1);
}

/** Where images are grouped by tag, those that are known by a digest only. */
const untagged = 'no tag';

function searchText(leaf: ImageLeaf): string {
  return leaf.kind === 'tag' ? `${leaf.reference} ${shortId(leaf.image.id)}` : `dangling ${shortId(leaf.image.id)}`;
}

const leafOrders: Readonly<Record<ImageSort, (a: ImageLeaf, b: ImageLeaf) => number>> = {
  name: compareLeafNames,
  age: (a, b) => b.image.created - a.image.created || compareLeafNames(a, b),
  size: (a, b) => b.image.bytes - a.image.bytes || compareLeafNames(a, b),
};

/** What has no name has an age. */
function compareLeafNames(a: ImageLeaf, b: ImageLeaf): number {
  if (a.kind === 'tag' && b.kind === 'tag') return compareTexts(a.reference, b.reference);
  if (a.kind === 'dangling' && b.kind === 'dangling')
    return b.image.created - a.image.created || byCode(a.image.id, b.image.id);
  return compareUnnamed(a, b);
}

function compareRootNames(a: ImageNode, b: ImageNode): number {
  return compareUnnamed(a, b) || compareTexts(nameOf(a), nameOf(b)) || compareLeafNames(firstOf(a), firstOf(b));
}

function nameOf(root: ImageNode): string {
  if (root.kind === 'repository' || root.kind === 'imageGroup') return root.name;
  return root.kind === 'tag' ? root.repository : '';
}

function firstOf(root: ImageNode): ImageLeaf {
  if (root.kind === 'repository' || root.kind === 'imageGroup') return root.tags[0] as TagNode;
  if (root.kind === 'danglingGroup') return root.images[0] as DanglingNode;
  return root.kind === 'layer' ? root.of : root;
}

function compareUnnamed(a: ImageNode, b: ImageNode): number {
  return Number(isUnnamed(a)) - Number(isUnnamed(b));
}

/** A group of what has no name stands last in every order; a row of its own only where names are compared. */
function compareGroupsOfUnnamed(a: ImageNode, b: ImageNode): number {
  return Number(a.kind === 'danglingGroup') - Number(b.kind === 'danglingGroup');
}

function isUnnamed({ kind }: ImageNode): boolean {
  return kind === 'dangling' || kind === 'danglingGroup';
}

/** The tags; for repositories in which the image has none, its digest there. */
function referencesOf(image: ImageSummary): readonly string[] {
  if (image.digests.length === 0) return image.tags;
  const tagged = new Set(image.tags.map(repositoryOf));
  return [...image.tags, ...image.digests.filter((digest) => !tagged.has(repositoryOf(digest)))];
}

/** `host:5000/name` of `host:5000/name:tag` and of `host:5000/name@sha256:…`. */
export function repositoryOf(reference: string): string {
  const at = reference.indexOf('@');
  if (at >= 0) return reference.slice(0, at);
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  return colon < 0 ? reference : reference.slice(0, colon);
}

function compareTexts(a: string, b: string): number {
  return compareNames(a, b) || byCode(a, b);
}

function byCode(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
