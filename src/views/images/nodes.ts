import type { ImageSummary } from '../../engine/engine';
import { splitHost } from '../../engine/references';
import type { NodePresentation } from '../../host/tree';
import { markdownTable } from '../../shared/markdown';
import { plural } from '../../shared/plural';
import { formatBytes, listOf } from '../../shared/quantity';
import { formatAge, formatTime, shortId } from '../format';

export type ImageNode = RepositoryNode | TagNode | DanglingGroupNode | DanglingNode;

/** Several references of one repository. */
export interface RepositoryNode {
  readonly kind: 'repository';
  readonly name: string;
  readonly tags: readonly TagNode[];
}

/** One reference: `repository:tag`, or `repository@digest` when the image has no tag there. */
export interface TagNode {
  readonly kind: 'tag';
  readonly repository: string;
  /** What engine calls take. */
  readonly reference: string;
  /** It stands below its repository, which has others. */
  readonly grouped: boolean;
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

/** Names of the containers that use an image, in order. */
export interface ImageUse {
  readonly running: readonly string[];
  readonly stopped: readonly string[];
}

export function childNodes(node: ImageNode): readonly ImageNode[] {
  if (node.kind === 'repository') return node.tags;
  return node.kind === 'danglingGroup' ? node.images : [];
}

/** Identity in the view. A tag keeps it when its repository gets a second one. */
export function nodeId(node: ImageNode): string {
  switch (node.kind) {
    case 'repository':
      return `repository:${node.name}`;
    case 'tag':
      return `tag:${node.reference}`;
    case 'danglingGroup':
      return 'dangling';
    case 'dangling':
      return `dangling:${node.image.id}`;
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
    case 'danglingGroup': {
      const bytes = formatBytes(node.images.reduce((sum, { image }) => sum + image.bytes, 0));
      return {
        id,
        label: 'Dangling',
        description: `${plural(node.images.length, 'image')}, up to ${bytes}`,
        icon: { id: 'archive' },
        contextValue: 'imageRepository',
        expandable: 'collapsed',
        accessibilityLabel: `Dangling images, ${node.images.length}, up to ${bytes}`,
      };
    }
    case 'tag': {
      // The host has no room in front of the name: it would push the tag out of sight.
      const { host, rest } = node.grouped
        ? { host: undefined, rest: node.reference.slice(node.repository.length + 1) }
        : splitHost(node.reference);
      const presented = presentImage(node, node.reference, now);
      return {
        ...presented,
        id,
        label: isDigest(rest) ? `@${shortId(rest)}` : rest.replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1'),
        ...(host !== undefined && { description: `${host} · ${presented.description}` }),
        contextValue: node.grouped ? 'imageTag' : 'image',
      };
    }
    case 'dangling': {
      const label = shortId(node.image.id);
      return { ...presentImage(node, `Dangling image ${label}`, now), id, label, contextValue: 'danglingImage' };
    }
  }
}

/** Markdown; made when the mouse rests on the row. */
export function nodeTooltip(node: ImageNode): string | undefined {
  if (node.kind === 'repository' || node.kind === 'danglingGroup') return undefined;
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
    expandable: 'no',
    accessibilityLabel: [name, ...facts].join(', '),
  };
}

const inUse = { id: 'layers-active', color: 'charts.green' };

function isDigest(text: string): boolean {
  return text.startsWith('sha256:');
}

function digestOf(reference: string): string {
  return reference.slice(reference.indexOf('@') + 1);
}
