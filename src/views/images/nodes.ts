import type { HistoryLayer, ImageSummary } from '../../engine/engine';
import { splitHost } from '../../engine/references';
import type { NodePresentation } from '../../host/tree';
import { markdownTable } from '../../shared/markdown';
import { plural } from '../../shared/plural';
import { formatBytes, listOf } from '../../shared/quantity';
import { formatAge, formatTime, shortId } from '../format';
import type { ImageUse } from './image-uses';
import { instructionOf } from './layer-instruction';

export type ImageNode = RepositoryNode | ImageGroupNode | TagNode | DanglingGroupNode | DanglingNode | LayerNode;

/** Several references of one repository. */
export interface RepositoryNode {
  readonly kind: 'repository';
  readonly name: string;
  readonly tags: readonly TagNode[];
}

/** References that have a tag or a registry in common. */
export interface ImageGroupNode {
  readonly kind: 'imageGroup';
  readonly by: 'tag' | 'registry';
  readonly name: string;
  readonly tags: readonly TagNode[];
}

/** One reference: `repository:tag`, or `repository@digest` when the image has no tag there. */
export interface TagNode {
  readonly kind: 'tag';
  readonly repository: string;
  /** What engine calls take. */
  readonly reference: string;
  /** What it has in common with the rows beside it; undefined for a row that stands on its own. */
  readonly within: 'repository' | 'tag' | 'registry' | undefined;
  readonly image: ImageSummary;
  readonly use: ImageUse;
}

export interface DanglingGroupNode {
  readonly kind: 'danglingGroup';
  readonly images: readonly DanglingNode[];
}

/** An image without a name. */
export interface DanglingNode {
  readonly kind: 'dangling';
  readonly image: ImageSummary;
  readonly use: ImageUse;
}

/** One step of an image's history, as the row of its image shows it. */
export interface LayerNode {
  readonly kind: 'layer';
  readonly of: TagNode | DanglingNode;
  /** From the base upwards, from 0. */
  readonly index: number;
  readonly layer: HistoryLayer;
}

/** The rows of a group. */
export function members(node: ImageNode): readonly (TagNode | DanglingNode)[] {
  if (node.kind === 'repository' || node.kind === 'imageGroup') return node.tags;
  return node.kind === 'danglingGroup' ? node.images : [];
}

/** What engine calls take for the rows: references, and ids of images without one. */
export function imageReferences(nodes: readonly ImageNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'tag') return [node.reference];
    return node.kind === 'dangling' ? [node.image.id] : imageReferences(members(node));
  });
}

/** History comes newest first; layers are shown as the Dockerfile is read. */
export function layerNodes(of: TagNode | DanglingNode, history: readonly HistoryLayer[]): readonly LayerNode[] {
  return [...history].reverse().map((layer, index) => ({ kind: 'layer', of, index, layer }));
}

/** Identity in the view. A reference keeps it when its repository gets a second tag, and in every grouping. */
export function nodeId(node: ImageNode): string {
  switch (node.kind) {
    case 'repository':
      return `repository:${node.name}`;
    case 'imageGroup':
      return `by-${node.by}:${node.name}`;
    case 'tag':
      return `tag:${node.reference}`;
    case 'danglingGroup':
      return 'dangling';
    case 'dangling':
      return `dangling:${node.image.id}`;
    case 'layer':
      // The image behind a tag may be another one tomorrow, and then none of its rows is the same.
      return `${nodeId(node.of)}/${node.of.image.id}/${node.index}`;
  }
}

export function presentNode(node: ImageNode, now = Date.now()): NodePresentation {
  const id = nodeId(node);
  switch (node.kind) {
    case 'repository': {
      const count = plural(node.tags.length, 'tag');
      const { host, rest } = splitHost(node.name);
      return {
        id,
        label: rest,
        description: host === undefined ? count : `${host} · ${count}`,
        icon: { id: 'library' },
        contextValue: 'imageRepository',
        expandable: 'collapsed',
        accessibilityLabel: `Repository ${node.name}, ${count}`,
      };
    }
    case 'imageGroup': {
      const count = plural(node.tags.length, 'image');
      return {
        id,
        label: node.name,
        description: count,
        icon: { id: node.by === 'tag' ? 'tag' : 'server' },
        contextValue: 'imageGroup',
        expandable: 'collapsed',
        accessibilityLabel: `${node.by === 'tag' ? 'Tag' : 'Registry'} ${node.name}, ${count}`,
      };
    }
    case 'danglingGroup': {
      const bytes = formatBytes(node.images.reduce((sum, { image }) => sum + image.bytes, 0));
      return {
        id,
        label: 'Dangling',
        description: `${plural(node.images.length, 'image')}, up to ${bytes}`,
        icon: { id: 'archive' },
        contextValue: 'imageGroup',
        expandable: 'collapsed',
        accessibilityLabel: `Dangling images, ${node.images.length}, up to ${bytes}`,
      };
    }
    case 'tag': {
      const { label, before } = labelOf(node);
      const presented = presentImage(node, node.reference, now);
      return {
        ...presented,
        id,
        label,
        ...(before !== undefined && { description: `${before} · ${presented.description}` }),
        contextValue: node.within === 'repository' ? 'imageTag' : 'image',
      };
    }
    case 'dangling': {
      const label = shortId(node.image.id);
      return { ...presentImage(node, `Dangling image ${label}`, now), id, label, contextValue: 'danglingImage' };
    }
    case 'layer':
      return presentLayer(node, id, now);
  }
}

/** What the group says already is left out; the registry has no room in front of the name. */
function labelOf({ reference, repository, within }: TagNode): { label: string; before: string | undefined } {
  const { host, rest } = splitHost(reference);
  if (within === 'repository') return { label: shortDigest(reference.slice(repository.length + 1)), before: undefined };
  if (within === 'tag' && !reference.includes('@')) {
    const name = splitHost(repository);
    return { label: name.rest, before: name.host };
  }
  return { label: shortDigest(rest), before: within === 'registry' ? undefined : host };
}

/** `name@1234…` for a digest with a name before it, `@1234…` for one alone. */
function shortDigest(text: string): string {
  return text.replace(/(?:^|@)sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1');
}

function presentLayer({ layer, index }: LayerNode, id: string, now: number): NodePresentation {
  const instruction = instructionOf(layer.createdBy) || layer.comment || 'Unknown instruction';
  const facts = [formatBytes(layer.bytes), formatAge(layer.created, now)].filter((fact) => fact !== undefined);
  return {
    id,
    label: shorten(instruction, 100),
    description: facts.join(' · '),
    // Most instructions only describe; those that weigh something are to be seen at a glance.
    icon: layer.bytes > 0 ? { id: 'database' } : { id: 'circle-small', color: 'disabledForeground' },
    expandable: 'no',
    accessibilityLabel: [`Layer ${index + 1}`, shorten(instruction, 100), ...facts].join(', '),
  };
}

function layerTooltip({ layer, index }: LayerNode): string {
  return markdownTable(`Layer ${index + 1}`, [
    ['Instruction', shorten(instructionOf(layer.createdBy) || 'unknown', 2000)],
    ['Size', formatBytes(layer.bytes)],
    layer.created > 0 ? ['Created', formatTime(layer.created)] : undefined,
    layer.id === undefined ? undefined : ['Image', shortId(layer.id)],
    layer.tags.length > 0 ? ['Tags', listOf(layer.tags, 8)] : undefined,
    layer.comment === '' ? undefined : ['Comment', layer.comment],
  ]);
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Markdown; made when the mouse rests on the row. */
export function nodeTooltip(node: ImageNode): string | undefined {
  if (node.kind === 'layer') return layerTooltip(node);
  if (node.kind !== 'tag' && node.kind !== 'dangling') return undefined;
  const { image, use } = node;
  const title = node.kind === 'tag' ? node.reference : `Dangling image ${shortId(image.id)}`;
  const users = [...use.running.map((name) => `${name} (running)`), ...use.stopped];
  const labels = Object.keys(image.labels).length;
  return markdownTable(title, [
    ['Id', shortId(image.id)],
    image.tags.length > 1 ? ['Tags', listOf(image.tags, 8)] : undefined,
    image.digests.length > 0 ? ['Digest', listOf([...new Set(image.digests.map(digestOf))], 3)] : undefined,
    ['Size', formatBytes(image.bytes)],
    image.created > 0 ? ['Created', formatTime(image.created)] : undefined,
    ['Used by', users.length > 0 ? listOf(users, 8) : 'no container'],
    labels > 0 ? ['Labels', String(labels)] : undefined,
  ]);
}

function presentImage(
  { image, use }: TagNode | DanglingNode,
  name: string,
  now: number,
): Pick<NodePresentation, 'description' | 'icon' | 'expandable' | 'accessibilityLabel'> {
  const used = use.running.length > 0 ? 'in use' : use.stopped.length > 0 ? 'in use, stopped' : undefined;
  const facts = [formatBytes(image.bytes), formatAge(image.created, now), used].filter((fact) => fact !== undefined);
  return {
    description: facts.join(' · '),
    icon: used === undefined ? { id: 'layers' } : use.running.length > 0 ? inUse : { id: 'layers-active' },
    expandable: 'collapsed',
    accessibilityLabel: [name, ...facts].join(', '),
  };
}

const inUse = { id: 'layers-active', color: 'charts.green' };

function digestOf(reference: string): string {
  return reference.slice(reference.indexOf('@') + 1);
}
