import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from 'vscode';
import type { ViewId } from '../ids';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import { toAbortSignal } from './abort';
import type { Log } from './log';
import type { NodePresentation, TreeModel } from './tree';
import { type TreeElement, TreeState } from './tree-state';

export interface TreeViewHandle extends Disposable {
  /** Beside the view's title; undefined removes it. */
  setDescription(text: string | undefined): void;
  /** On the activity bar: a number and what it counts. */
  setBadge(badge: { readonly value: number; readonly tooltip: string } | undefined): void;
}

const collapsibleStates = {
  no: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

/** Shows a model in a view. Alone makes `TreeItem`s; asks the model for nothing before the view is seen. */
export function createTreeView<Node>(id: ViewId, model: TreeModel<Node>, { log }: { log: Log }): TreeViewHandle {
  const owned = new DisposableList();
  const state = new TreeState(model);
  const repaints = owned.add(new EventEmitter<TreeElement<Node> | TreeElement<Node>[] | undefined>());
  let pending: Set<Node> | 'roots' | undefined;
  let comparing = false;

  const view = owned.add(
    window.createTreeView<TreeElement<Node>>(id, {
      canSelectMany: true,
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: repaints.event,
        getChildren: async (element) => {
          try {
            return [...(await state.children(element))];
          } catch (error) {
            // The view's welcome says what is wrong; the reason is for the log.
            log.error(`View ${id}`, error);
            return [];
          }
        },
        getTreeItem: (element) => toTreeItem(state.paint(element)),
        getParent: (element) => state.parent(element),
        resolveTreeItem: async (item, element, token) => {
          if (item.tooltip !== undefined || !model.tooltip) return item;
          const text = await model.tooltip(element.node, toAbortSignal(token)).catch(() => undefined);
          if (text !== undefined) item.tooltip = new MarkdownString(text);
          return item;
        },
      },
    }),
  );

  async function compare(): Promise<void> {
    if (comparing) return;
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
    model.onDidChange((nodes) => {
      if (!nodes) pending = 'roots';
      else if (pending !== 'roots') pending = new Set([...(pending ?? []), ...nodes]);
      void compare();
    }),
  );
  owned.add(
    view.onDidChangeVisibility(({ visible }) => {
      model.shown?.(visible);
      if (visible) void compare();
    }),
  );
  if (view.visible) model.shown?.(true);

  return {
    setDescription: (text) => {
      view.description = text ?? '';
    },
    setBadge: (badge) => {
      view.badge = badge;
    },
    dispose: () => owned.dispose(),
  };
}

function toTreeItem(node: NodePresentation): TreeItem {
  const item = new TreeItem(node.label, collapsibleStates[node.expandable]);
  item.id = node.id;
  item.accessibilityInformation = { label: node.accessibilityLabel };
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = new MarkdownString(node.tooltip);
  if (node.contextValue !== undefined) item.contextValue = node.contextValue;
  if (node.icon)
    item.iconPath = new ThemeIcon(node.icon.id, node.icon.color ? new ThemeColor(node.icon.color) : undefined);
  return item;
}
