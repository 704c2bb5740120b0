import {
  commands,
  type DataTransfer,
  DataTransferItem,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
} from 'vscode';
import type { ViewId } from '../ids';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import { toAbortSignal } from './abort';
import type { Log } from './log';
import type { NodePresentation, TreeModel, ViewNote } from './tree';
import { type TreeElement, TreeState } from './tree-state';

export interface TreeViewHandle extends Disposable {
  /** What it says besides its rows; replaces what it said. */
  say(note: ViewNote): void;
  /** Nodes of the rows that are selected. */
  selection(): readonly unknown[];
}

export interface TreeViewOptions<Node> {
  readonly id: ViewId;
  /** Asked for when the view is seen; after a failure, which is logged, when its rows are asked for again. */
  readonly model: () => Promise<TreeModel<Node>>;
  readonly log: Log;
  /** Rows that stand for files: their URIs, which editors open when they are dropped there. */
  readonly draggedUris?: (nodes: readonly Node[]) => Promise<readonly string[]>;
  /** Files of the Explorer or the system can be dropped on a row; gets their paths on this machine. */
  readonly droppedFiles?: (target: Node, paths: readonly string[]) => unknown;
  /** Rows can be dragged: the texts they are dropped as, one for each. */
  readonly dragged?: (nodes: readonly Node[]) => Promise<readonly string[]>;
  /** Rows of another view can be dropped here, as the texts that view gives for them. */
  readonly dropped?: { readonly from: ViewId; readonly take: (texts: readonly string[]) => unknown };
}

/** The model, and what the editor has of it. */
interface Shown<Node> {
  readonly model: TreeModel<Node>;
  readonly state: TreeState<Node>;
}

const collapsibleStates = {
  no: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

/** Shows a model in a view. Alone makes `TreeItem`s; there is no model before the view is seen. */
export function createTreeView<Node>(options: TreeViewOptions<Node>): TreeViewHandle {
  const { id, log, dragged, dropped, draggedUris, droppedFiles } = options;
  const owned = new DisposableList();
  let reading: Promise<Shown<Node>> | undefined;
  let shown: Shown<Node> | undefined;
  const repaints = owned.add(new EventEmitter<TreeElement<Node> | TreeElement<Node>[] | undefined>());
  let pending: Set<Node> | 'roots' | undefined;
  let comparing = false;

  const view = owned.add(
    window.createTreeView<TreeElement<Node>>(id, {
      canSelectMany: true,
      showCollapseAll: true,
      dragAndDropController: {
        dragMimeTypes: [...(dragged ? ['text/plain'] : []), ...(draggedUris ? [uriList] : [])],
        dropMimeTypes: [...(dropped ? [mimeTypeOf(dropped.from)] : []), ...(droppedFiles ? [uriList] : [])],
        async handleDrag(elements: readonly TreeElement<Node>[], transfer: DataTransfer) {
          const uris = (await draggedUris?.(elements.map(({ node }) => node))) ?? [];
          if (uris.length > 0) transfer.set(uriList, new DataTransferItem(uris.join('\r\n')));
          const texts = (await dragged?.(elements.map(({ node }) => node))) ?? [];
          if (texts.length === 0) return;
          transfer.set('text/plain', new DataTransferItem(texts.join('\n')));
          transfer.set(mimeTypeOf(id), new DataTransferItem(JSON.stringify(texts)));
        },
        async handleDrop(target: TreeElement<Node> | undefined, transfer: DataTransfer) {
          const uris = droppedFiles && target && transfer.get(uriList);
          const paths = uris ? filePaths(await uris.asString()) : [];
          if (paths.length > 0 && target) return void (await droppedFiles?.(target.node, paths));
          const texts = dropped ? await droppedTexts(transfer, mimeTypeOf(dropped.from)) : [];
          if (texts.length > 0) await dropped?.take(texts);
        },
      },
      treeDataProvider: {
        onDidChangeTreeData: repaints.event,
        getChildren: async (element) => {
          try {
            return [...(await (await read()).state.children(element))];
          } catch (error) {
            // The view's welcome says what is wrong; the reason is for the log.
            log.error(`View ${id}`, error);
            return [];
          }
        },
        getTreeItem: (element) => (shown ? paint(shown, element) : read().then((ready) => paint(ready, element))),
        getParent: (element) => shown?.state.parent(element),
        resolveTreeItem: async (item, element, token) => {
          const model = shown?.model;
          if (item.tooltip !== undefined || !model?.tooltip) return item;
          const text = await model.tooltip(element.node, toAbortSignal(token)).catch(() => undefined);
          if (text !== undefined) item.tooltip = new MarkdownString(text);
          return item;
        },
      },
    }),
  );

  function read(): Promise<Shown<Node>> {
    reading ??= options.model().then(begin, (error) => {
      reading = undefined;
      throw error;
    });
    return reading;
  }

  function begin(model: TreeModel<Node>): Shown<Node> {
    shown = { model, state: new TreeState(model) };
    owned.add(
      model.onDidChange((nodes) => {
        if (!nodes) pending = 'roots';
        else if (pending !== 'roots') pending = new Set([...(pending ?? []), ...nodes]);
        void compare();
      }),
    );
    if (view.visible) model.shown?.(true);
    return shown;
  }

  async function compare(): Promise<void> {
    if (comparing || !shown) return;
    const { state } = shown;
    comparing = true;
    try {
      while (pending && view.visible) {
        const nodes = pending === 'roots' ? undefined : [...pending];
        pending = undefined;
        const repaint = await state.changed(nodes);
        if (repaint === 'everything') repaints.fire(undefined);
        else if (repaint !== 'nothing') repaints.fire([...repaint]);
      }
    } catch (error) {
      log.error(`View ${id}`, error);
      repaints.fire(undefined);
    } finally {
      comparing = false;
    }
  }

  owned.add(
    view.onDidChangeVisibility(({ visible }) => {
      shown?.model.shown?.(visible);
      if (visible) void compare();
    }),
  );

  return {
    say({ message, description = '', badge }) {
      if ((view.message ?? '') !== (message ?? '')) view.message = message ?? '';
      if ((view.description ?? '') !== description) view.description = description;
      if (view.badge?.value !== badge?.value || view.badge?.tooltip !== badge?.tooltip) view.badge = badge;
    },
    selection: () => view.selection.map(({ node }) => node),
    dispose: () => owned.dispose(),
  };
}

/** Opens the side bar and the view in it. */
export async function revealView(id: ViewId): Promise<void> {
  // VS Code makes this command for every view.
  await commands.executeCommand(`${id}.focus`);
}

function paint<Node>({ state }: Shown<Node>, element: TreeElement<Node>): TreeItem {
  return toTreeItem(state.paint(element), element);
}

function toTreeItem(node: NodePresentation, element: TreeElement): TreeItem {
  const item = new TreeItem(node.label, collapsibleStates[node.expandable]);
  item.id = node.id;
  item.accessibilityInformation = { label: node.accessibilityLabel };
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = new MarkdownString(node.tooltip);
  if (node.contextValue !== undefined) item.contextValue = node.contextValue;
  if (node.command !== undefined) item.command = { command: node.command, title: '', arguments: [element] };
  if (node.resource !== undefined) item.resourceUri = Uri.parse(node.resource, true);
  if (node.icon)
    item.iconPath = new ThemeIcon(node.icon.id, node.icon.color ? new ThemeColor(node.icon.color) : undefined);
  if (node.click !== undefined) item.command = { command: node.click, title: node.label, arguments: [element] };
  return item;
}

const uriList = 'text/uri-list';

/** Of the files among them. */
function filePaths(list: string): readonly string[] {
  const lines = list.split(/\r?\n/).filter((line) => line.startsWith('file:'));
  return lines.map((line) => Uri.parse(line).fsPath);
}

/** As VS Code names what is dragged from a view. */
function mimeTypeOf(view: ViewId): string {
  return `application/vnd.code.tree.${view.toLowerCase()}`;
}

/**
 * What `handleDrag` of another view set. The editor puts an item of its own under the same type before it, with the handles
 * of the rows, and `get` returns only that one.
 */
async function droppedTexts(transfer: DataTransfer, mimeType: string): Promise<readonly string[]> {
  const items = [...transfer].filter(([type]) => type === mimeType);
  const all = await Promise.all(items.map(async ([, item]) => readTexts(await item.asString())));
  return all.find((texts) => texts.length > 0) ?? [];
}

/** What came from elsewhere may be anything. */
function readTexts(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  } catch {
    return [];
  }
}
