import type { ContainerFiles, FileChange } from '../../container-files/container-files';
import { authorityOf } from '../../container-files/container-uri';
import { sortEntries } from '../../container-files/file-entry';
import { parentOf } from '../../container-files/paths';
import { isEngineError } from '../../engine/errors';
import type { NodePresentation, TreeModel } from '../../host/tree';
import { type Disposable, DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import type { ContainerItemNode, ContainerNode } from '../containers/nodes';
import {
  type FileNode,
  type FileRow,
  type FilesNode,
  fileNode,
  fileRowId,
  fileTooltip,
  isFileRow,
  pathOf,
  presentFileRow,
} from './nodes';

type Row = ContainerNode | FileRow;
type FolderRow = FilesNode | FileNode;

/** Adds to each container its files, which are listed when a folder is expanded and again when something tells of a change. */
export function withFiles(
  model: TreeModel<ContainerNode>,
  load: () => Promise<Pick<ContainerFiles, 'list' | 'onDidChange'>>,
): TreeModel<Row> & Disposable {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<readonly Row[] | undefined>());
  const roots = new Map<string, { readonly node: FilesNode; readonly parent: ContainerItemNode }>();
  /** Of folders that somebody has expanded, by row. */
  const listed = new Map<string, { readonly node: FolderRow; readonly rows: Promise<readonly FileRow[]> }>();
  const presented = new WeakMap<Row, NodePresentation>();
  let following = false;

  owned.add(model.onDidChange((nodes) => changes.fire(nodes)));

  /** The same object for as long as it is the same container, because the view compares objects. */
  function rootOf(parent: ContainerItemNode): FilesNode {
    const { id, name } = parent.container;
    const rowId = `${idOf(model, parent)}/files:`;
    const known = roots.get(rowId);
    const node =
      known?.node.container.name === name
        ? known.node
        : ({ kind: 'files', rowId, container: { id, name, authority: authorityOf({ id, name }) } } as const);
    roots.set(rowId, { node, parent });
    return node;
  }

  function rowsOf(node: FolderRow): Promise<readonly FileRow[]> {
    const id = fileRowId(node);
    const known = listed.get(id);
    if (known) return known.rows;
    const rows = list(node);
    listed.set(id, { node, rows });
    return rows;
  }

  async function list(node: FolderRow): Promise<readonly FileRow[]> {
    try {
      const files = await load();
      if (!following) {
        following = true;
        owned.add(files.onDidChange(onFileChange));
      }
      return sortEntries(await files.list(node.container.id, pathOf(node))).map((entry) => fileNode(node, entry));
    } catch (error) {
      // Asked for again when it is expanded anew.
      listed.delete(fileRowId(node));
      const message = isEngineError(error) ? [error.message, error.hint].filter(Boolean).join(' ') : String(error);
      return [
        {
          kind: 'fileProblem',
          of: node,
          message: isEngineError(error, 'cancelled') ? 'Reading was cancelled.' : message,
        },
      ];
    }
  }

  function onFileChange({ container, path, kind }: FileChange): void {
    const folder = kind === 'unknown' ? undefined : parentOf(path);
    const changed: FolderRow[] = [];
    for (const [id, { node }] of listed) {
      if (node.container.id !== container.id) continue;
      if (folder !== undefined && pathOf(node) !== folder) continue;
      listed.delete(id);
      changed.push(renewed(node));
    }
    if (changed.length > 0) changes.fire(changed);
  }

  /** Another object tells the view that what is below may differ. */
  function renewed(node: FolderRow): FolderRow {
    const copy = { ...node };
    if (copy.kind === 'files') {
      const root = roots.get(copy.rowId);
      if (root) roots.set(copy.rowId, { ...root, node: copy });
    }
    return copy;
  }

  return {
    onDidChange: changes.event,
    ...(model.nodesAreValues ? { nodesAreValues: true as const } : {}),
    async children(node) {
      if (node && isFileRow(node)) return node.kind === 'fileProblem' ? [] : rowsOf(node);
      const below = await model.children(node);
      return node?.kind === 'container' ? [...below, rootOf(node)] : below;
    },
    parent(node) {
      if (!isFileRow(node)) return model.parent(node);
      return node.kind === 'files' ? roots.get(node.rowId)?.parent : node.of;
    },
    id: (node) => (isFileRow(node) ? fileRowId(node) : idOf(model, node)),
    present(node) {
      const known = presented.get(node);
      if (known) return known;
      const made = isFileRow(node) ? presentFileRow(node) : model.present(node);
      // A container without published ports has nothing else below it.
      const shown: NodePresentation =
        node.kind === 'container' && made.expandable === 'no' ? { ...made, expandable: 'collapsed' } : made;
      presented.set(node, shown);
      return shown;
    },
    tooltip: async (node, signal) => (isFileRow(node) ? fileTooltip(node) : model.tooltip?.(node, signal)),
    shown: (visible) => model.shown?.(visible),
    dispose: () => owned.dispose(),
  };
}

function idOf(model: TreeModel<ContainerNode>, node: ContainerNode): string {
  return model.id?.(node) ?? model.present(node).id;
}
