import type { ContextValue } from '../ids';
import type { Event } from '../shared/emitter';

/** What a view shows, as plain data; the adapter in tree-view.ts alone makes `TreeItem`s of it. */
export interface TreeModel<Node> {
  /** Roots for undefined. Called when the view is shown, never before. */
  children(node: Node | undefined): Promise<readonly Node[]> | readonly Node[];
  parent(node: Node): Node | undefined;
  present(node: Node): NodePresentation;
  /** Markdown, made when the mouse rests on the node: for tooltips that cost a call. */
  tooltip?(node: Node, signal: AbortSignal): Promise<string | undefined>;
  /** Nodes whose presentation or children changed; undefined: the roots. */
  readonly onDidChange: Event<readonly Node[] | undefined>;
  /** The view came to be seen, or went out of sight. */
  shown?(visible: boolean): void;
}

export interface NodePresentation {
  /** The object's identity, never its state: unique in the view and stable over refreshes. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Markdown. Left out where making it costs a call; see `tooltip`. */
  readonly tooltip?: string;
  /** ThemeIcon id and theme colour id. */
  readonly icon?: { readonly id: string; readonly color?: string };
  readonly contextValue?: ContextValue;
  readonly expandable: 'no' | 'collapsed' | 'expanded';
  /** Read by screen readers instead of label and description. */
  readonly accessibilityLabel: string;
}
