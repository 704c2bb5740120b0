/** Zero-based line and UTF-16 character, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half open: `end` is the position behind the last character. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
