import { isEngineError } from '../../engine/errors';
import type { TreeModel } from '../../host/tree';
import type { CommandId } from '../../ids';
import { hubHost } from '../../registry/address';
import type { RemoteImage } from '../../registry/manifest';
import type { Registries, RegistryChange } from '../../registry/registries';
import { CatalogueError, type RemoteTag } from '../../registry/registry';
import type { KnownRegistry } from '../../registry/registry-book';
import { type Disposable, DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import { type Branch, createBranches } from './branches';
import {
  type HostNode,
  type MoreNode,
  type NoteNode,
  nodeId,
  presentNode,
  type RegistryNode,
  type RemoteTagNode,
  type RepositoryNode,
  registryTooltip,
  tagTooltip,
} from './nodes';

export interface RegistriesView extends Disposable {
  readonly tree: TreeModel<RegistryNode>;
  /** Reads the next part of a list; rejects when that fails. */
  loadMore(row: unknown): Promise<void>;
}

/** Registries, their repositories and tags. Nothing is read before its row is opened, and then once. */
export function createRegistriesView({
  registries,
}: {
  readonly registries: () => Promise<Registries>;
}): RegistriesView {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<readonly RegistryNode[] | undefined>());
  const images = new Map<string, RemoteImage>();
  let known: readonly KnownRegistry[] = [];
  let service: Registries | undefined;

  /** By host, and by `host repository`. */
  const repositories = createBranches<string>((host) => open(host).repositories());
  const tags = createBranches<RemoteTag>((key) => {
    const [host = '', repository = ''] = key.split(' ');
    return open(host).tags(repository);
  });

  function open(host: string) {
    if (!service) throw new Error('The roots are listed first.');
    return service.open(host);
  }

  async function start(): Promise<Registries> {
    if (service) return service;
    const loaded = await registries();
    if (service) return service;
    service = loaded;
    owned.add(service.onDidChange(forget));
    owned.add(service.book.onDidChange(() => changes.fire(undefined)));
    return service;
  }

  function forget({ host, repository, onlyFailed }: RegistryChange): void {
    const meant = (key: string, branch: Branch<unknown> | undefined) => {
      if (onlyFailed) return branch?.error !== undefined;
      const [ofHost, ofRepository] = key.split(' ');
      return (host === undefined || ofHost === host) && (repository === undefined || ofRepository === repository);
    };
    repositories.drop(meant);
    tags.drop(meant);
    if (!onlyFailed) images.clear();
    changes.fire(undefined);
  }

  const hostNode = (registry: KnownRegistry): HostNode => ({
    kind: 'registry',
    registry,
    user: service?.open(registry.host).user,
  });

  async function repositoriesOf(node: HostNode): Promise<readonly RegistryNode[]> {
    const { host } = node.registry;
    const before = nodePresentation(node);
    const branch = await repositories.get(host);
    const now = hostNode(known.find((registry) => registry.host === host) ?? node.registry);
    // Whose account it is, is known by now.
    if (nodePresentation(now) !== before) changes.fire([now]);
    const named = now.registry.repositories;
    const row = (repository: string, byPerson: boolean): RepositoryNode => ({
      kind: 'remoteRepository',
      host,
      repository,
      named: byPerson,
    });
    return [
      ...named.map((repository) => row(repository, true)),
      ...branch.items.filter((repository) => !named.includes(repository)).map((repository) => row(repository, false)),
      ...(branch.more ? [{ kind: 'registryMore', of: now } as const] : []),
      ...notesOf(now, branch),
    ];
  }

  async function tagsOf(node: RepositoryNode): Promise<readonly RegistryNode[]> {
    const { host, repository } = node;
    const branch = await tags.get(`${host} ${repository}`);
    const rows = branch.items.map(({ name, image }): RemoteTagNode => {
      const tag: RemoteTagNode = { kind: 'remoteTag', host, repository, tag: name, image };
      return { ...tag, image: image ?? images.get(nodeId(tag)) };
    });
    if (branch.error !== undefined) return [failure(node, branch.error)];
    if (rows.length === 0) return [note(node, { text: 'No tags.', icon: 'info' })];
    return [...rows, ...(branch.more ? [{ kind: 'registryMore', of: node } as const] : [])];
  }

  async function imageOf(node: RemoteTagNode, signal?: AbortSignal): Promise<RemoteImage> {
    const id = nodeId(node);
    const found = node.image ?? images.get(id);
    if (found) return found;
    const image = await open(node.host).image(node.repository, node.tag, signal);
    images.set(id, image);
    changes.fire([{ ...node, image }]);
    return image;
  }

  async function platformsOf(node: RemoteTagNode): Promise<readonly RegistryNode[]> {
    const { host, repository, tag } = node;
    try {
      const { platforms } = await imageOf(node);
      if (platforms.length === 0)
        return [
          note(node, {
            text: 'No image.',
            detail: 'Registries hold other things than images, too: charts, signatures and the like.',
            icon: 'info',
          }),
        ];
      return platforms.map((platform) => ({ kind: 'remotePlatform', host, repository, tag, platform }));
    } catch (error) {
      return [failure(node, error)];
    }
  }

  const tree: TreeModel<RegistryNode> = {
    onDidChange: changes.event,
    present: presentNode,
    async children(node) {
      if (node === undefined) {
        known = await (await start()).book.list();
        return known.map(hostNode);
      }
      if (node.kind === 'registry') return repositoriesOf(node);
      if (node.kind === 'remoteRepository') return tagsOf(node);
      return node.kind === 'remoteTag' ? platformsOf(node) : [];
    },
    parent(node) {
      switch (node.kind) {
        case 'registry':
          return undefined;
        case 'registryMore':
        case 'registryNote':
          return node.of;
        case 'remoteRepository': {
          const registry = known.find(({ host }) => host === node.host);
          return registry && hostNode(registry);
        }
        case 'remoteTag':
          return { kind: 'remoteRepository', host: node.host, repository: node.repository, named: false };
        case 'remotePlatform':
          return { ...node, kind: 'remoteTag', image: undefined };
      }
    },
    async tooltip(node, signal) {
      if (node.kind === 'registry') return registryTooltip(node);
      return node.kind === 'remoteTag' ? tagTooltip(node, await imageOf(node, signal)) : undefined;
    },
  };

  return {
    tree,
    async loadMore(row) {
      if (typeof row !== 'object' || row === null || !('kind' in row) || row.kind !== 'registryMore') return;
      const { of } = row as MoreNode;
      if (of.kind === 'registry') await repositories.more(of.registry.host);
      else await tags.more(`${of.host} ${of.repository}`);
      changes.fire([of]);
    },
    dispose: () => owned.dispose(),
  };
}

function nodePresentation(node: RegistryNode): string {
  return JSON.stringify(presentNode(node));
}

/** What a list cannot say, and what to do about it. */
function notesOf(node: HostNode, { error, items }: Branch<string>): readonly NoteNode[] {
  const { host, repositories } = node.registry;
  const name = note(node, { text: 'Add repository…', icon: 'add', click: 'layerwright.addRepository' });
  if (error instanceof CatalogueError) {
    const account = host === hubHost && node.user === undefined;
    if (account) return [logIn(node, 'Log in to see your repositories', error.message), name];
    return [note(node, { text: error.message, icon: 'info' }), name];
  }
  if (isEngineError(error, 'unauthorised')) {
    const again = /does not accept/.test(error.message);
    return [logIn(node, again ? 'Log in again' : 'Log in to see its repositories', error.message), name];
  }
  if (error !== undefined) return [failure(node, error)];
  if (items.length > 0 || repositories.length > 0) return [];
  return [note(node, { text: 'No repositories yet.', icon: 'info' }), name];
}

function logIn(node: HostNode, text: string, detail: string): NoteNode {
  return note(node, { text, detail, icon: 'account', click: 'layerwright.logInToRegistry' });
}

function failure(node: NoteNode['of'], error: unknown): NoteNode {
  const message = error instanceof Error ? error.message : String(error);
  const detail = `${message} Click to try again.`;
  // The row above says which registry it is, and a side bar is narrow.
  const reason = message.replace(/^.+? cannot be reached: /, '');
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return note(node, { text, detail, icon: 'warning', click: 'layerwright.refreshRegistries' });
}

interface Note {
  readonly text: string;
  /** As the text where left out. */
  readonly detail?: string;
  readonly icon: string;
  readonly click?: CommandId;
}

function note(of: NoteNode['of'], { text, detail = text, icon, click }: Note): NoteNode {
  return { kind: 'registryNote', of, text, detail, icon, click };
}
