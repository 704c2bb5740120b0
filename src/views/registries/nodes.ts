import type { NodePresentation } from '../../host/tree';
import type { CommandId } from '../../ids';
import { isLoopback, registryName, serviceName } from '../../registry/address';
import type { RemoteImage, RemotePlatform } from '../../registry/manifest';
import type { KnownRegistry } from '../../registry/registry-book';
import { remoteReference } from '../../registry/remote-reference';
import { escapeMarkdown, markdownTable } from '../../shared/markdown';
import { plural } from '../../shared/plural';
import { formatBytes, listOf } from '../../shared/quantity';
import { formatAge, formatTime, shortId } from '../format';

export type RegistryNode = HostNode | RepositoryNode | RemoteTagNode | PlatformNode | MoreNode | NoteNode;

export interface HostNode {
  readonly kind: 'registry';
  readonly registry: KnownRegistry;
  /** Account whose credentials were accepted. */
  readonly user: string | undefined;
}

export interface RepositoryNode {
  readonly kind: 'remoteRepository';
  readonly host: string;
  readonly repository: string;
  /** By the person; the registry may list it, too. */
  readonly named: boolean;
}

export interface RemoteTagNode {
  readonly kind: 'remoteTag';
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  /** Once it is known. */
  readonly image: RemoteImage | undefined;
}

export interface PlatformNode {
  readonly kind: 'remotePlatform';
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  readonly platform: RemotePlatform;
}

/** The rest of a list. */
export interface MoreNode {
  readonly kind: 'registryMore';
  readonly of: HostNode | RepositoryNode;
}

/** A row that says something, and what a click on it does. */
export interface NoteNode {
  readonly kind: 'registryNote';
  readonly of: HostNode | RepositoryNode | RemoteTagNode;
  /** Short: a side bar is narrow. */
  readonly text: string;
  /** All there is to say, when the mouse rests on it. */
  readonly detail: string;
  readonly icon: string;
  readonly click: CommandId | undefined;
}

/** Identity in the view. */
export function nodeId(node: RegistryNode): string {
  switch (node.kind) {
    case 'registry':
      return `registry:${node.registry.host}`;
    case 'remoteRepository':
      return `repository:${node.host}/${node.repository}`;
    case 'remoteTag':
      return `tag:${node.host}/${node.repository}:${node.tag}`;
    case 'remotePlatform':
      return `platform:${node.host}/${node.repository}:${node.tag}@${node.platform.digest}`;
    case 'registryMore':
      return `more:${nodeId(node.of)}`;
    case 'registryNote':
      return `note:${nodeId(node.of)}:${node.text}`;
  }
}

export function presentNode(node: RegistryNode, now = Date.now()): NodePresentation {
  const id = nodeId(node);
  switch (node.kind) {
    case 'registry': {
      const { host } = node.registry;
      const name = registryName(host);
      const facts = [serviceName(host), node.user].filter((fact) => fact !== undefined);
      return {
        id,
        label: name,
        ...(facts.length > 0 ? { description: facts.join(' · ') } : {}),
        icon: { id: isLoopback(host) ? 'server' : 'cloud' },
        contextValue: 'registry',
        expandable: 'collapsed',
        accessibilityLabel: ['Registry', [name, ...facts].join(', ')].join(' '),
      };
    }
    case 'remoteRepository':
      return {
        id,
        label: node.repository,
        icon: { id: 'repo' },
        contextValue: node.named ? 'namedRepository' : 'remoteRepository',
        expandable: 'collapsed',
        accessibilityLabel: `Repository ${remoteReference(node.host, node.repository)}`,
      };
    case 'remoteTag': {
      const facts = factsOf(node.image, now);
      return {
        id,
        label: node.tag,
        ...(facts.length > 0 ? { description: facts.join(' · ') } : {}),
        icon: { id: 'tag' },
        contextValue: 'remoteTag',
        expandable: 'collapsed',
        accessibilityLabel: [remoteReference(node.host, node.repository, node.tag), ...facts].join(', '),
      };
    }
    case 'remotePlatform': {
      const { platform = 'unknown platform', digest, bytes } = node.platform;
      const facts = [...(bytes === undefined ? [] : [formatBytes(bytes)]), shortId(digest)];
      return {
        id,
        label: platform,
        description: facts.join(' · '),
        icon: { id: 'chip' },
        contextValue: 'remotePlatform',
        expandable: 'no',
        accessibilityLabel: [`Platform ${platform}`, ...facts].join(', '),
      };
    }
    case 'registryMore':
      return {
        id,
        label: 'Load more…',
        icon: { id: 'ellipsis' },
        click: 'layerwright.loadMoreFromRegistry',
        expandable: 'no',
        accessibilityLabel: `Load more of ${node.of.kind === 'registry' ? registryName(node.of.registry.host) : node.of.repository}`,
      };
    case 'registryNote':
      return {
        id,
        label: node.text,
        tooltip: escapeMarkdown(node.detail),
        icon: { id: node.icon },
        ...(node.click === undefined ? {} : { click: node.click }),
        expandable: 'no',
        accessibilityLabel: node.detail.toLowerCase().includes(node.text.toLowerCase())
          ? node.detail
          : `${node.text}: ${node.detail}`,
      };
  }
}

/** Markdown. `image` is the one of a tag. */
export function tagTooltip({ host, repository, tag }: RemoteTagNode, image: RemoteImage): string {
  const { digest, platforms, created } = image;
  const sizes = platforms.map(
    ({ platform = 'unknown', bytes }) => `${platform}${bytes === undefined ? '' : ` (${formatBytes(bytes)})`}`,
  );
  return markdownTable(remoteReference(host, repository, tag), [
    ['Digest', digest],
    platforms.length === 0
      ? ['Kind', 'no image, but something else that registries hold']
      : [platforms.length === 1 ? 'Platform' : 'Platforms', listOf(sizes, 12)],
    created === undefined ? undefined : ['Created', formatTime(created)],
  ]);
}

export function registryTooltip({ registry, user }: HostNode): string {
  const { host, configured, added } = registry;
  const from = [configured ? 'the Docker config' : undefined, added ? 'you' : undefined].filter(
    (one) => one !== undefined,
  );
  return markdownTable(registryName(host), [
    ['Address', host],
    user === undefined ? undefined : ['Account', user],
    from.length === 0 ? undefined : ['Named by', from.join(' and ')],
  ]);
}

function factsOf(image: RemoteImage | undefined, now: number): readonly string[] {
  if (!image) return [];
  const [only] = image.platforms;
  const size = image.platforms.length === 1 && only?.bytes !== undefined ? formatBytes(only.bytes) : undefined;
  const count =
    image.platforms.length > 1
      ? plural(image.platforms.length, 'platform')
      : image.platforms.length === 0
        ? 'no image'
        : undefined;
  const age = image.created === undefined ? undefined : formatAge(image.created, now);
  return [size, age, count].filter((fact) => fact !== undefined);
}
