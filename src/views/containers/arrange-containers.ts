import type { ContainerState, ContainerSummary } from '../../engine/engine';
import type { Arrangement, Placement } from '../arranged/arranged-rows';
import { createMatcher } from '../arranged/filter-text';
import { compareNames, shortId } from '../format';
import { type ContainerItemNode, type ContainerNode, describePort, describeState, isActive, nodeId } from './nodes';

export interface ContainerChoice {
  readonly group: 'project' | 'network' | 'image' | 'state' | 'none';
  readonly sort: 'state' | 'name' | 'age';
  /** Words that name, image, project, network, state or a port has to have. */
  readonly filter: string;
}

export interface ContainerArrangement extends Arrangement<ContainerItemNode, ContainerNode> {
  place(container: ContainerSummary): readonly Placement<ContainerItemNode>[];
}

const projectLabel = 'com.docker.compose.project';

/** Groups by name, then what is in none; within them what runs first, by name, or the newest first. */
export function arrangeContainers({ group, sort, filter }: ContainerChoice): ContainerArrangement {
  const matches = createMatcher(filter);
  const compareLeaves = leafOrders[sort];
  return {
    place: (container) => (matches(() => searchText(container)) ? placements(container, group) : []),
    compareLeaves,
    root: (leaves) => rootOf(leaves as readonly [ContainerItemNode, ...ContainerItemNode[]], group),
    compareRoots: (a, b) => {
      if (a.kind === 'group' && b.kind === 'group') return compareGroups(a.name, b.name, group);
      if (a.kind === 'container' && b.kind === 'container') return compareLeaves(a, b);
      return Number(b.kind === 'group') - Number(a.kind === 'group');
    },
    rootId: nodeId,
  };
}

function placements(
  container: ContainerSummary,
  group: ContainerChoice['group'],
): readonly Placement<ContainerItemNode>[] {
  const project = container.labels[projectLabel] || undefined;
  const leaf: ContainerItemNode = { kind: 'container', project, container };
  if (group === 'network' && container.networks.length > 0)
    return container.networks.map((network) => ({ bucket: `group:${network}`, leaf: { ...leaf, network } }));
  const name = groupName(leaf, group);
  return [{ bucket: name === undefined ? `container:${container.id}` : `group:${name}`, leaf }];
}

/** Undefined for one that stands on its own. */
function groupName(
  { container, project, network }: ContainerItemNode,
  group: ContainerChoice['group'],
): string | undefined {
  switch (group) {
    case 'project':
      return project;
    case 'network':
      return network;
    case 'image':
      return container.image;
    case 'state':
      return container.state;
    case 'none':
      return undefined;
  }
}

function rootOf(
  containers: readonly [ContainerItemNode, ...ContainerItemNode[]],
  group: ContainerChoice['group'],
): ContainerNode {
  const [first] = containers;
  const name = groupName(first, group);
  if (name === undefined || group === 'none') return first;
  return { kind: 'group', by: group, name, project: group === 'project' ? name : undefined, containers };
}

const leafOrders: Readonly<Record<ContainerChoice['sort'], (a: ContainerItemNode, b: ContainerItemNode) => number>> = {
  state: ({ container: a }, { container: b }) => Number(isActive(b)) - Number(isActive(a)) || compareContainers(a, b),
  name: ({ container: a }, { container: b }) => compareContainers(a, b),
  age: ({ container: a }, { container: b }) => b.created - a.created || compareContainers(a, b),
};

function compareContainers(a: ContainerSummary, b: ContainerSummary): number {
  return compareNames(a.name, b.name) || byCode(a.id, b.id);
}

function compareGroups(a: string, b: string, group: ContainerChoice['group']): number {
  if (group === 'state') return states.indexOf(a as ContainerState) - states.indexOf(b as ContainerState);
  return compareNames(a, b) || byCode(a, b);
}

const states: readonly ContainerState[] = ['running', 'paused', 'restarting', 'created', 'exited', 'removing', 'dead'];

function searchText(container: ContainerSummary): string {
  const { id, name, image, state, labels, networks, ports } = container;
  const compose = [labels[projectLabel], labels['com.docker.compose.service']];
  return [
    name,
    image,
    state,
    describeState(container),
    shortId(id),
    ...compose,
    ...networks,
    ...ports.map(describePort),
  ]
    .filter((text) => text !== undefined)
    .join(' ');
}

function byCode(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
