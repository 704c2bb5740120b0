import type { ContainerSummary } from '../../engine/engine';
import type { NetworkSummary } from '../../engine/networks';
import type { NodePresentation } from '../../host/tree';
import { markdownTable } from '../../shared/markdown';
import { plural } from '../../shared/plural';
import { type ContainerUserNode, groupUsers, nameUsers, presentUser, sortUsers, userId } from '../container-user';
import { isActive } from '../containers/nodes';
import { compareNames, formatTime, shortId } from '../format';

export type NetworkNode = NetworkItemNode | ContainerUserNode;

export interface NetworkItemNode {
  readonly kind: 'network';
  readonly network: NetworkSummary;
  /** Those that run first. */
  readonly users: readonly ContainerSummary[];
}

/** The roots of the view: the networks somebody made, then the engine's own. */
export function networkNodes(
  networks: Iterable<NetworkSummary>,
  containers: Iterable<ContainerSummary>,
): readonly NetworkNode[] {
  const users = groupUsers(containers, (container) => container.networks);
  return [...networks]
    .map((network): NetworkItemNode => ({ kind: 'network', network, users: sortUsers(users.get(network.name) ?? []) }))
    .sort(
      ({ network: a }, { network: b }) =>
        Number(a.predefined) - Number(b.predefined) || compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1),
    );
}

export function childNodes(node: NetworkNode): readonly NetworkNode[] {
  if (node.kind === 'containerUser') return [];
  const of = nodeId(node);
  const { id, name } = node.network;
  return node.users.map(
    (container): ContainerUserNode => ({
      kind: 'containerUser',
      of,
      container,
      network: { id, name },
      address: container.addresses[name],
    }),
  );
}

export function nodeId(node: NetworkNode): string {
  return node.kind === 'containerUser' ? userId(node) : node.network.id;
}

export function sameLeaf(a: NetworkNode, b: NetworkNode): boolean {
  if (a.kind === 'containerUser' && b.kind === 'containerUser') return a.container === b.container;
  return a.kind === 'network' && b.kind === 'network' && a.network === b.network;
}

export function presentNode(node: NetworkNode): NodePresentation {
  if (node.kind === 'containerUser') return presentUser(node, 'networkUser');
  const { network, users } = node;
  const use = users.length > 0 ? plural(users.length, 'container') : network.predefined ? undefined : 'unused';
  const facts = [
    use,
    network.subnets[0]?.subnet,
    network.driver === 'bridge' || network.driver === network.name || network.driver === 'null'
      ? undefined
      : network.driver,
    network.internal ? 'internal' : undefined,
  ].filter((fact) => fact !== undefined);
  return {
    id: nodeId(node),
    label: network.name,
    description: facts.join(' · '),
    icon: {
      id: network.predefined ? 'globe' : 'type-hierarchy',
      ...(users.some(isActive) ? { color: 'charts.green' } : users.length > 0 ? {} : { color: 'disabledForeground' }),
    },
    contextValue: network.predefined ? 'predefinedNetwork' : 'network',
    expandable: users.length > 0 ? 'collapsed' : 'no',
    accessibilityLabel: [
      `Network ${network.name}`,
      ...facts,
      network.predefined ? "one of the engine's own" : undefined,
    ]
      .filter((fact) => fact !== undefined)
      .join(', '),
  };
}

/** Markdown; made when the mouse rests on the row. */
export function nodeTooltip(node: NetworkNode): string | undefined {
  if (node.kind !== 'network') return undefined;
  const { network, users } = node;
  const project = network.labels['com.docker.compose.project'];
  const options = Object.entries(network.options).map(([name, value]) => `${name}=${value}`);
  const traits = [
    network.internal ? 'internal, no way out' : undefined,
    network.attachable ? 'attachable' : undefined,
    network.ipv6 ? 'IPv6' : undefined,
  ].filter((trait) => trait !== undefined);
  const labels = Object.keys(network.labels).length;
  return markdownTable(network.name, [
    ['Containers', users.length > 0 ? nameUsers(users) : 'none'],
    ['Id', shortId(network.id)],
    ['Driver', `${network.driver}, ${network.scope}`],
    ...network.subnets.map(({ subnet, gateway }): [string, string] => [
      'Subnet',
      gateway === undefined ? subnet : `${subnet}, gateway ${gateway}`,
    ]),
    traits.length > 0 ? ['Kind', traits.join(', ')] : undefined,
    network.created > 0 ? ['Created', formatTime(network.created)] : undefined,
    project === undefined ? undefined : ['Project', project],
    options.length > 0 ? ['Options', options.join(', ')] : undefined,
    labels > 0 ? ['Labels', String(labels)] : undefined,
  ]);
}
