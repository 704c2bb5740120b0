import type { ContainerSummary } from '../../engine/engine';
import type { VolumeSummary } from '../../engine/volumes';
import type { NodePresentation } from '../../host/tree';
import { markdownTable } from '../../shared/markdown';
import { plural } from '../../shared/plural';
import {
  type ContainerUserNode,
  describeUse,
  groupUsers,
  nameUsers,
  presentUser,
  sortUsers,
  userId,
} from '../container-user';
import { isActive } from '../containers/nodes';
import { compareNames, formatTime, shortId } from '../format';

export type VolumeNode = VolumeItemNode | AnonymousVolumesNode | ContainerUserNode;

export interface VolumeItemNode {
  readonly kind: 'volume';
  readonly volume: VolumeSummary;
  /** Those that run first. */
  readonly users: readonly ContainerSummary[];
}

/** Volumes nobody named. */
export interface AnonymousVolumesNode {
  readonly kind: 'anonymousVolumes';
  readonly volumes: readonly VolumeItemNode[];
}

/** The roots of the view: volumes with a name, then the others in a group. */
export function volumeNodes(
  volumes: Iterable<VolumeSummary>,
  containers: Iterable<ContainerSummary>,
): readonly VolumeNode[] {
  const users = groupUsers(containers, (container) => container.volumes);
  const nodes = [...volumes]
    .map((volume): VolumeItemNode => ({ kind: 'volume', volume, users: sortUsers(users.get(volume.name) ?? []) }))
    .sort((a, b) => compareNames(a.volume.name, b.volume.name) || (a.volume.name < b.volume.name ? -1 : 1));
  const anonymous = nodes.filter(({ volume }) => volume.anonymous);
  const named = nodes.filter(({ volume }) => !volume.anonymous);
  return anonymous.length > 0 ? [...named, { kind: 'anonymousVolumes', volumes: anonymous }] : named;
}

export function childNodes(node: VolumeNode): readonly VolumeNode[] {
  if (node.kind === 'anonymousVolumes') return node.volumes;
  if (node.kind === 'containerUser') return [];
  const of = nodeId(node);
  return node.users.map((container): ContainerUserNode => ({ kind: 'containerUser', of, container }));
}

export function nodeId(node: VolumeNode): string {
  if (node.kind === 'anonymousVolumes') return 'anonymous';
  return node.kind === 'containerUser' ? userId(node) : `volume:${node.volume.name}`;
}

export function sameLeaf(a: VolumeNode, b: VolumeNode): boolean {
  if (a.kind === 'containerUser' && b.kind === 'containerUser') return a.container === b.container;
  return a.kind === 'volume' && b.kind === 'volume' && a.volume === b.volume;
}

export function presentNode(node: VolumeNode): NodePresentation {
  const id = nodeId(node);
  if (node.kind === 'containerUser') return presentUser(node, 'volumeUser');
  if (node.kind === 'anonymousVolumes') {
    const unused = node.volumes.filter(({ users }) => users.length === 0).length;
    const description = `${plural(node.volumes.length, 'volume')}${unused > 0 ? `, ${unused} unused` : ''}`;
    return {
      id,
      label: 'Anonymous',
      description,
      icon: { id: 'archive' },
      contextValue: 'anonymousVolumes',
      expandable: 'collapsed',
      accessibilityLabel: `Anonymous volumes, ${description}`,
    };
  }
  const { volume, users } = node;
  const label = volumeLabel(volume);
  const facts = [describeUse(users), volume.driver === 'local' ? undefined : volume.driver];
  const description = facts.filter((fact) => fact !== undefined).join(' · ');
  return {
    id,
    label,
    description,
    icon: { id: 'database', ...iconColor(users) },
    contextValue: 'volume',
    expandable: users.length > 0 ? 'collapsed' : 'no',
    accessibilityLabel: `Volume ${label}, ${description.replace(' · ', ', ')}`,
  };
}

/** Markdown; made when the mouse rests on the row. */
export function nodeTooltip(node: VolumeNode): string | undefined {
  if (node.kind !== 'volume') return undefined;
  const { volume, users } = node;
  const project = volume.labels['com.docker.compose.project'];
  const options = Object.entries(volume.options).map(([name, value]) => `${name}=${value}`);
  const labels = Object.keys(volume.labels).length;
  return markdownTable(volume.anonymous ? `Anonymous volume ${volumeLabel(volume)}` : volume.name, [
    ['Used by', users.length > 0 ? nameUsers(users) : 'no container'],
    ['Driver', volume.driver],
    volume.mountpoint === '' ? undefined : ['Path at the engine', volume.mountpoint],
    volume.created > 0 ? ['Created', formatTime(volume.created)] : undefined,
    project === undefined ? undefined : ['Project', project],
    options.length > 0 ? ['Options', options.join(', ')] : undefined,
    labels > 0 ? ['Labels', String(labels)] : undefined,
  ]);
}

export function volumeLabel({ name, anonymous }: VolumeSummary): string {
  return anonymous && /^[0-9a-f]{64}$/.test(name) ? shortId(name) : name;
}

function iconColor(users: readonly ContainerSummary[]): { readonly color?: string } {
  if (users.some(isActive)) return { color: 'charts.green' };
  return users.length > 0 ? {} : { color: 'disabledForeground' };
}
