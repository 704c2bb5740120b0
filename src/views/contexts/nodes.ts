import type { DockerContext, EnginePlaces } from '../../engine/contexts';
import { addressText, describeEndpoint, type Endpoint, type EndpointAddress } from '../../engine/endpoints';
import type { NodePresentation } from '../../host/tree';
import { markdownTable } from '../../shared/markdown';

export type ContextNode = ContextItemNode | SocketNode | AddressNode;

export interface ContextItemNode {
  readonly kind: 'context';
  readonly context: DockerContext;
  /** Layerwright uses it. */
  readonly used: boolean;
  /** Docker commands use it. */
  readonly dockerCurrent: boolean;
}

/** A socket on this machine that no context names. */
export interface SocketNode {
  readonly kind: 'socket';
  readonly address: EndpointAddress;
  readonly used: boolean;
}

/** What is used, and is neither a context nor a socket that was found: an address somebody wrote down. */
export interface AddressNode {
  readonly kind: 'address';
  readonly endpoint: Endpoint;
}

/** The rows of the view: an address somebody wrote, contexts, sockets. */
export function contextNodes({ contexts, sockets, used, dockerCurrent }: EnginePlaces): readonly ContextNode[] {
  const usedContext = used && usedContextOf(used);
  const items = contexts.map(
    (context): ContextItemNode => ({
      kind: 'context',
      context,
      used: context.name === usedContext,
      dockerCurrent: context.name === dockerCurrent,
    }),
  );
  const found = sockets.map(
    (address): SocketNode => ({
      kind: 'socket',
      address,
      used: usedContext === undefined && used !== undefined && addressText(address) === addressText(used.address),
    }),
  );
  const shown = usedContext !== undefined || found.some((socket) => socket.used);
  return [...(used && !shown ? [{ kind: 'address' as const, endpoint: used }] : []), ...items, ...found];
}

/** The context an endpoint stands for: `default` is also what DOCKER_HOST or nothing at all leads to. */
function usedContextOf({ source, context }: Endpoint): string | undefined {
  return context ?? (source === 'default' || source === 'DOCKER_HOST' ? 'default' : undefined);
}

export function nodeId(node: ContextNode): string {
  switch (node.kind) {
    case 'context':
      return `context:${node.context.name}`;
    case 'socket':
      return `socket:${addressText(node.address)}`;
    case 'address':
      return 'address';
  }
}

export function presentNode(node: ContextNode): NodePresentation {
  const id = nodeId(node);
  switch (node.kind) {
    case 'context': {
      const { context, used, dockerCurrent } = node;
      const facts = [
        used ? 'in use' : undefined,
        dockerCurrent && !used ? "docker's current" : undefined,
        context.host ?? 'names no engine',
      ].filter((fact) => fact !== undefined);
      const state = used ? 'currentContext' : 'context';
      return {
        id,
        label: context.name,
        description: facts.join(' · '),
        icon: used ? inUse : { id: context.host === undefined ? 'warning' : iconOf(context.host) },
        contextValue: context.builtIn ? (used ? 'currentDefaultContext' : 'defaultContext') : state,
        expandable: 'no',
        accessibilityLabel: [`Context ${context.name}`, ...facts].join(', '),
      };
    }
    case 'socket': {
      const address = addressText(node.address);
      return {
        id,
        label: nameSocket(node.address),
        description: `${node.used ? 'in use · ' : ''}${address}`,
        icon: node.used ? inUse : { id: 'plug' },
        ...(node.used ? {} : { contextValue: 'socket' as const }),
        expandable: 'no',
        accessibilityLabel: `Socket of ${nameSocket(node.address)}, ${node.used ? 'in use, ' : ''}${address}`,
      };
    }
    case 'address': {
      const address = addressText(node.endpoint.address);
      const from = describeEndpoint(node.endpoint).slice(address.length + 2);
      return {
        id,
        label: address,
        description: ['in use', from].filter(Boolean).join(' · '),
        icon: inUse,
        expandable: 'no',
        accessibilityLabel: `Address ${address}, in use, ${from}`,
      };
    }
  }
}

/** Markdown; `engine` is what the engine in use says of itself. */
export function nodeTooltip(node: ContextNode, engine?: string): string {
  const about = engine === undefined ? undefined : (['Engine', engine] as const);
  switch (node.kind) {
    case 'context': {
      const { context, used, dockerCurrent } = node;
      return markdownTable(context.name, [
        ['Address', context.host ?? 'The file of the context names none'],
        context.description === '' ? undefined : ['Description', context.description],
        context.tls ? ['TLS', 'with certificates of its own'] : undefined,
        ['Layerwright', used ? 'uses it' : 'does not use it'],
        ['Docker commands', dockerCurrent ? 'use it' : 'use another one'],
        used ? about : undefined,
      ]);
    }
    case 'socket':
      return markdownTable(nameSocket(node.address), [
        ['Address', addressText(node.address)],
        ['Found', 'on this machine; no Docker context names it'],
        node.used ? about : undefined,
      ]);
    case 'address':
      return markdownTable(addressText(node.endpoint.address), [['Used', describeEndpoint(node.endpoint)], about]);
  }
}

const inUse = { id: 'pass-filled', color: 'charts.green' };

function iconOf(host: string): string {
  if (host.startsWith('ssh://')) return 'remote';
  return /^(?:tcp|https?):/.test(host) ? 'cloud' : 'server';
}

/** Whose socket it is, by the places their documentation names. */
export function nameSocket(address: EndpointAddress): string {
  const path = address.kind === 'unix' || address.kind === 'npipe' ? address.path : '';
  const vm = /\/\.(colima|lima)\/([^/]+)\//.exec(path);
  if (vm) return `${vm[1] === 'colima' ? 'Colima' : 'Lima'}${vm[2] === 'default' ? '' : ` (${vm[2]})`}`;
  if (/podman/.test(path)) return /\/run\/user\/|machine/.test(path) ? 'Podman (rootless)' : 'Podman';
  if (/orbstack/.test(path)) return 'OrbStack';
  if (/\/\.rd\//.test(path)) return 'Rancher Desktop';
  if (/\/\.docker\/|dockerDesktop/.test(path)) return 'Docker Desktop';
  if (/\/run\/user\/\d+\/docker\.sock$/.test(path)) return 'Docker (rootless)';
  return 'Docker';
}
