import { parseReference } from '../../engine/references';
import { hubHost } from '../../registry/address';
import { remoteReference } from '../../registry/remote-reference';
import type { RegistryNode } from '../../views/registries/nodes';
import { selectionOf } from '../targets';

export interface RemoteRepository {
  readonly host: string;
  readonly repository: string;
}

/** A tag, or an image by its digest. */
export interface RemoteTarget extends RemoteRepository {
  readonly tag: string;
  /** Of a row that stands for one. */
  readonly platform: string | undefined;
  /** What engine calls take. */
  readonly reference: string;
  /** For reports. */
  readonly name: string;
}

/** The registry of the row a command was run on; rows below a registry mean it, too. */
export function hostTarget(args: readonly unknown[]): string | undefined {
  const [node] = nodesOf(args);
  if (!node) return typeof args[0] === 'string' ? args[0] : undefined;
  return hostOf(node);
}

function hostOf(node: RegistryNode): string {
  if (node.kind === 'registry') return node.registry.host;
  return 'of' in node ? hostOf(node.of) : node.host;
}

/** The repository of the row, or of a row below it; undefined for a registry's. */
export function repositoryTarget(args: readonly unknown[]): RemoteRepository | undefined {
  const [node] = nodesOf(args);
  const row = node && 'of' in node ? node.of : node;
  return row && 'repository' in row ? { host: row.host, repository: row.repository } : undefined;
}

/** Tags named by a command's arguments: rows of the Registries view, or references. Empty when it has to ask. */
export function remoteTargets(args: readonly unknown[]): readonly RemoteTarget[] {
  const found = [...selectionOf(args)].flatMap((argument) => {
    if (typeof argument === 'string') return remoteTarget(argument) ?? [];
    const [node] = nodesOf([argument]);
    if (node?.kind === 'remoteTag') return target(node, node.tag);
    return node?.kind === 'remotePlatform' ? target(node, node.tag, node.platform.platform) : [];
  });
  return [...new Map(found.map((one) => [`${one.reference} ${one.platform}`, one])).values()];
}

/** A reference as a registry knows it; undefined when it is none. */
export function remoteTarget(reference: string): RemoteTarget | undefined {
  const parsed = parseReference(reference);
  if (!parsed) return undefined;
  const { host, path, tag = 'latest', digest } = parsed;
  return target({ host, repository: host === hubHost ? path.replace(/^library\//, '') : path }, digest ?? tag);
}

function target({ host, repository }: RemoteRepository, tag: string, platform?: string): RemoteTarget {
  const reference = remoteReference(host, repository, tag);
  return { host, repository, tag, platform, reference, name: reference };
}

const kinds: ReadonlySet<unknown> = new Set<RegistryNode['kind']>([
  'registry',
  'remoteRepository',
  'remoteTag',
  'remotePlatform',
  'registryMore',
  'registryNote',
]);

function nodesOf(args: readonly unknown[]): readonly RegistryNode[] {
  return selectionOf(args).filter(
    (argument): argument is RegistryNode =>
      typeof argument === 'object' && argument !== null && 'kind' in argument && kinds.has(argument.kind),
  );
}
