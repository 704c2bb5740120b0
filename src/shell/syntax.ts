/** A node of the parser library's tree as plain data. Offsets are UTF-16 code units of the parsed text. */
export interface SyntaxNode {
  /** Name in the grammar; tokens are called by their text (`&&`, `then`). */
  readonly type: string;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** What a parse gives: `complete` is false when some of the text is no shell. */
export interface SyntaxTree {
  readonly root: SyntaxNode;
  readonly complete: boolean;
}
