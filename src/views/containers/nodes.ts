import type { ContainerSummary, PublishedPort } from '../../engine/engine';
import type { NodePresentation } from '../../host/tree';
import type { ContextValue } from '../../ids';
import { markdownTable } from '../../shared/markdown';
import { plural } from '../../shared/plural';
import { formatTime, shortId } from '../format';

export type ContainerNode = ContainerGroupNode | ContainerItemNode | ContainerPortNode;

/** Containers that have something in common. */
export interface ContainerGroupNode {
  readonly kind: 'group';
  readonly by: 'project' | 'network' | 'image' | 'state';
  readonly name: string;
  /** Name of the compose project, where that is what they have in common. */
  readonly project: string | undefined;
  readonly containers: readonly ContainerItemNode[];
}

export interface ContainerItemNode {
  readonly kind: 'container';
  /** Its compose project. */
  readonly project: string | undefined;
  /** The network it is shown below: one of several networks is in the view several times. */
  readonly network?: string;
  readonly container: ContainerSummary;
}

/** A published port, below its container. */
export interface ContainerPortNode {
  readonly kind: 'port';
  readonly of: ContainerItemNode;
  readonly port: PublishedPort;
}

/** The rows of a group. */
export function members(node: ContainerNode): readonly ContainerItemNode[] {
  return node.kind === 'group' ? node.containers : [];
}

/** What stands below a row. */
export function childNodes(node: ContainerNode): readonly ContainerNode[] {
  if (node.kind !== 'container') return members(node);
  return publishedPorts(node.container).map((port): ContainerPortNode => ({ kind: 'port', of: node, port }));
}

export function nodeId(node: ContainerNode): string {
  switch (node.kind) {
    case 'group':
      return `${node.by}:${node.name}`;
    case 'container':
      return node.network === undefined ? node.container.id : `${node.network}/${node.container.id}`;
    case 'port':
      return `${nodeId(node.of)}/port:${describePort(node.port)}`;
  }
}

export function presentNode(node: ContainerNode): NodePresentation {
  const id = nodeId(node);
  if (node.kind === 'group') return presentGroup(node, id);
  if (node.kind === 'port') return presentPort(node, id);
  const { container } = node;
  const state = describeState(container);
  const ports = describePorts(container.ports);
  const image = shortImage(container.image);
  const quiet = state === 'running';
  return {
    id,
    label: container.name,
    // What changes comes first: names of images are long, and a narrow side bar cuts the end.
    description: [quiet ? undefined : state, ports, image].filter((part) => part !== undefined).join(' · '),
    icon: stateIcon(container),
    contextValue: contextValue(container),
    expandable: ports === undefined ? 'no' : 'collapsed',
    accessibilityLabel: [
      `Container ${container.name}`,
      state,
      `image ${image}`,
      ports === undefined ? undefined : `ports ${ports.replaceAll('→', ' to ')}`,
    ]
      .filter((part) => part !== undefined)
      .join(', '),
  };
}

const groupLooks = {
  project: { icon: 'multiple-windows', said: 'Compose project' },
  network: { icon: 'type-hierarchy', said: 'Network' },
  image: { icon: 'layers', said: 'Image' },
  state: { icon: 'pulse', said: 'State' },
} as const;

function presentGroup({ by, name, containers }: ContainerGroupNode, id: string): NodePresentation {
  const running = containers.filter(({ container }) => isActive(container)).length;
  const description =
    by === 'state' ? plural(containers.length, 'container') : `${running} of ${containers.length} running`;
  const { icon, said } = groupLooks[by];
  return {
    id,
    label: by === 'image' ? shortImage(name) : name,
    description,
    icon: { id: icon, ...(running > 0 ? { color: 'charts.green' } : {}) },
    contextValue: by === 'project' ? 'containerGroup' : 'looseContainerGroup',
    expandable: 'expanded',
    accessibilityLabel: `${said} ${name}, ${description}`,
  };
}

function presentPort({ port, of }: ContainerPortNode, id: string): NodePresentation {
  const { hostPort, containerPort, protocol } = port;
  const page = protocol === 'tcp';
  return {
    id,
    label: describePort(port),
    description: page ? 'open in browser' : protocol,
    icon: { id: page ? 'globe' : 'plug' },
    expandable: 'no',
    ...(page && { contextValue: 'containerPort', command: 'layerwright.openContainerInBrowser' }),
    accessibilityLabel: `Port ${hostPort} of ${of.container.name}, ${containerPort} in it${page ? ', open in browser' : `, ${protocol}`}`,
  };
}

/** Markdown; made when the mouse rests on the row. */
export function nodeTooltip(node: ContainerNode): string | undefined {
  if (node.kind !== 'container') return undefined;
  const { container } = node;
  const service = container.labels['com.docker.compose.service'];
  const labels = Object.keys(container.labels).length;
  const ports = container.ports.map(describePort);
  return markdownTable(container.name, [
    ['Id', shortId(container.id)],
    ['State', describeState(container)],
    ['Image', container.image],
    container.command === '' ? undefined : ['Command', shorten(container.command, 120)],
    ports.length === 0 ? undefined : ['Ports', [...new Set(ports)].join(', ')],
    container.networks.length === 0 ? undefined : ['Networks', container.networks.join(', ')],
    node.project === undefined
      ? undefined
      : ['Project', service === undefined ? node.project : `${node.project}, service ${service}`],
    ['Created', formatTime(container.created)],
    labels > 0 ? ['Labels', String(labels)] : undefined,
  ]);
}

/** It has processes: running, paused or about to run again. */
export function isActive({ state }: ContainerSummary): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}

/** `running`, `healthy`, `exited (137)`. */
export function describeState({ state, health, exitCode }: ContainerSummary): string {
  if (state === 'running' && health !== undefined) return health === 'starting' ? 'health check starting' : health;
  if (state === 'exited' && exitCode !== undefined) return `exited (${exitCode})`;
  return state;
}

/** Those that are reached from outside, each once. */
export function publishedPorts({ ports }: Pick<ContainerSummary, 'ports'>): readonly PublishedPort[] {
  const published = ports.filter(({ hostPort }) => hostPort !== undefined);
  // Published on IPv4 and IPv6 alike, a port is there twice.
  return [...new Map(published.map((port) => [describePort(port), port])).values()];
}

/** `8080→80, 127.0.0.1:9000→9000`; undefined when none is published. */
export function describePorts(ports: readonly PublishedPort[]): string | undefined {
  const published = publishedPorts({ ports }).map(describePort);
  if (published.length === 0) return undefined;
  const shown = published.slice(0, 3).join(', ');
  return published.length > 3 ? `${shown} +${published.length - 3}` : shown;
}

export function describePort({ hostIp, hostPort, containerPort, protocol }: PublishedPort): string {
  const target = protocol === 'tcp' ? String(containerPort) : `${containerPort}/${protocol}`;
  if (hostPort === undefined) return target;
  const everywhere = hostIp === undefined || hostIp === '0.0.0.0' || hostIp === '::';
  const host = hostIp?.includes(':') ? `[${hostIp}]` : hostIp;
  return `${everywhere ? '' : `${host}:`}${hostPort}→${target}`;
}

function contextValue({ state }: ContainerSummary): ContextValue {
  if (state === 'paused') return 'pausedContainer';
  return state === 'running' || state === 'restarting' ? 'runningContainer' : 'stoppedContainer';
}

/** Shapes differ as well as colours: not everybody sees green and red apart. */
function stateIcon({ state, health, exitCode }: ContainerSummary): NonNullable<NodePresentation['icon']> {
  switch (state) {
    case 'running':
      if (health === 'healthy') return { id: 'pass-filled', color: 'charts.green' };
      if (health === 'unhealthy') return { id: 'warning', color: 'charts.red' };
      if (health === 'starting') return { id: 'vm-running', color: 'charts.yellow' };
      return { id: 'vm-running', color: 'charts.green' };
    case 'paused':
      return { id: 'debug-pause', color: 'charts.blue' };
    case 'restarting':
      return { id: 'debug-restart', color: 'charts.yellow' };
    case 'exited':
      if (exitCode === 0 || exitCode === undefined) return { id: 'vm-outline', color: 'disabledForeground' };
      return { id: 'error', color: 'errorForeground' };
    case 'created':
      return { id: 'circle-large-outline', color: 'disabledForeground' };
    case 'removing':
      return { id: 'trash', color: 'disabledForeground' };
    case 'dead':
      return { id: 'circle-slash', color: 'errorForeground' };
  }
}

/** A container whose image lost its name is listed with the image's id. */
export function shortImage(image: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(image)) return shortId(image);
  return image.replace(/@sha256:([0-9a-f]{12})[0-9a-f]+$/, '@$1');
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
