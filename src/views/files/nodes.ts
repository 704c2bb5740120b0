import { containerUri } from '../../container-files/container-uri';
import { describeMode, type FileEntry, leadsToFolder } from '../../container-files/file-entry';
import { joinPath } from '../../container-files/paths';
import type { NodePresentation } from '../../host/tree';
import type { ContextValue } from '../../ids';
import { showName } from '../../shared/file-name-bytes';
import { markdownTable } from '../../shared/markdown';
import { formatBytes } from '../../shared/quantity';
import { formatTime } from '../format';

export type FileRow = FilesNode | FileNode | FileProblemNode;

/** All files of a container, below its row. */
export interface FilesNode {
  readonly kind: 'files';
  /** Of the row, unique in the view. */
  readonly rowId: string;
  readonly container: FilesOwner;
}

export interface FileNode {
  readonly kind: 'file';
  readonly of: FilesNode | FileNode;
  readonly container: FilesOwner;
  readonly path: string;
  readonly entry: FileEntry;
}

/** Why a folder's files are not shown. */
export interface FileProblemNode {
  readonly kind: 'fileProblem';
  readonly of: FilesNode | FileNode;
  readonly message: string;
}

export interface FilesOwner {
  readonly id: string;
  readonly name: string;
  /** In URIs. */
  readonly authority: string;
}

/** What editors open when rows are dropped there. */
export function fileUris(nodes: readonly { readonly kind: string }[]): readonly string[] {
  return nodes.flatMap((node) =>
    isFileRow(node) && node.kind === 'file' ? [containerUri(node.container.authority, node.path)] : [],
  );
}

export function isFileRow(node: { readonly kind: string }): node is FileRow {
  return node.kind === 'files' || node.kind === 'file' || node.kind === 'fileProblem';
}

export function fileNode(of: FilesNode | FileNode, entry: FileEntry): FileNode {
  return { kind: 'file', of, container: of.container, path: joinPath(pathOf(of), entry.name), entry };
}

/** Of a folder's row, or a file's. */
export function pathOf(node: FilesNode | FileNode): string {
  return node.kind === 'files' ? '/' : node.path;
}

export function fileRowId(node: FileRow): string {
  switch (node.kind) {
    case 'files':
      return node.rowId;
    case 'file':
      return `${filesOf(node).rowId}${node.path}`;
    case 'fileProblem':
      return `${fileRowId(node.of)}//problem`;
  }
}

export function presentFileRow(node: FileRow): NodePresentation {
  const id = fileRowId(node);
  if (node.kind === 'files') {
    return {
      id,
      label: 'Files',
      icon: { id: 'files' },
      contextValue: 'containerFiles',
      expandable: 'collapsed',
      accessibilityLabel: `Files of ${node.container.name}`,
    };
  }
  if (node.kind === 'fileProblem') {
    return {
      id,
      label: node.message,
      tooltip: node.message,
      icon: { id: 'warning', color: 'list.warningForeground' },
      expandable: 'no',
      accessibilityLabel: node.message,
    };
  }
  const { entry, container, path } = node;
  const { kind, link, bytes } = entry;
  const label = showName(entry.name);
  const folder = leadsToFolder(entry);
  const opens = (link?.kind ?? kind) === 'file';
  const description = link
    ? `→ ${showName(link.target)}${link.kind ? '' : ', which is not there'}`
    : kind === 'file'
      ? formatBytes(bytes)
      : kind === 'other'
        ? 'device, pipe or socket'
        : undefined;
  return {
    id,
    label,
    ...(description === undefined ? {} : { description }),
    icon: iconOf(entry),
    // Themes have icons by name.
    ...(link || kind === 'other' ? {} : { resource: containerUri(container.authority, path) }),
    contextValue: contextValue(entry),
    expandable: folder ? 'collapsed' : 'no',
    ...(opens ? { command: 'layerwright.openContainerFile' as const } : {}),
    accessibilityLabel: [`${folder ? 'Folder' : 'File'} ${label}`, description?.replace('→', 'link to')]
      .filter(Boolean)
      .join(', '),
  };
}

/** Markdown; made when the mouse rests on the row. */
export function fileTooltip(node: FileRow): string | undefined {
  if (node.kind === 'files')
    return `Files in ${node.container.name}. What is changed here is in the container only: it goes when the container is removed, unless it is in a volume.`;
  if (node.kind !== 'file') return undefined;
  const { entry, path } = node;
  return markdownTable(showName(entry.name), [
    ['Path', showName(path)],
    entry.link ? ['Leads to', showName(entry.link.target)] : undefined,
    ['Permissions', `${describeMode(entry)}, ${(entry.mode & 0o7777).toString(8)}`],
    ['Owner', `${entry.user}:${entry.group}`],
    entry.kind === 'file' ? ['Size', formatBytes(entry.bytes)] : undefined,
    entry.modified > 0 ? ['Modified', formatTime(entry.modified / 1000)] : undefined,
  ]);
}

function filesOf(node: FileNode): FilesNode {
  return node.of.kind === 'files' ? node.of : filesOf(node.of);
}

function contextValue(entry: FileEntry): ContextValue {
  if (leadsToFolder(entry)) return 'containerFolder';
  return (entry.link?.kind ?? entry.kind) === 'file' ? 'containerFile' : 'containerSpecialFile';
}

function iconOf(entry: FileEntry): NonNullable<NodePresentation['icon']> {
  if (entry.link) return { id: leadsToFolder(entry) ? 'file-symlink-directory' : 'file-symlink-file' };
  if (entry.kind === 'other') return { id: 'plug' };
  return { id: entry.kind };
}
