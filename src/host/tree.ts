import type { CommandId, ContextValue } from '../ids';
import type { Event } from '../shared/emitter';

/** What a view shows, as plain data; the adapter in tree-view.ts alone makes `TreeItem`s of it. */
export interface TreeModel<Node> {
  /** Roots for undefined. Called when the view is shown, never before. */
  children(node: Node | undefined): Promise<readonly Node[]> | readonly Node[];
  parent(node: Node): Node | undefined;
  present(node: Node): NodePresentation;
  /** The id alone, where there are thousands of rows and presenting them is not free. */
  id?(node: Node): string;
  /** A node that is the same object looks the same and has the same children, until the model announces the roots anew. */
  readonly nodesAreValues?: true;
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
  /** URI of the file the row stands for: themes choose an icon by its name. */
  readonly resource?: string;
  readonly contextValue?: ContextValue;
  /** Run with the node when the row is clicked, or Enter is pressed on it. */
  readonly click?: CommandId;
  readonly expandable: 'no' | 'collapsed' | 'expanded';
  /** What a click or Enter does, with the node as its argument; without it the row is expanded or collapsed. */
  readonly command?: CommandId;
  /** Read by screen readers instead of label and description. */
  readonly accessibilityLabel: string;
}

/** What a view says besides its rows. */
export interface ViewNote {
  /** Above the rows. */
  readonly message: string | undefined;
  /** Beside the title. */
  readonly description: string | undefined;
  /** On the activity bar: a number and what it counts. */
  readonly badge: { readonly value: number; readonly tooltip: string } | undefined;
}
