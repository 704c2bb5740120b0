/** A text to be linted, free of the editor's types. */
export interface LintDocument {
  readonly uri: string;
  readonly version: number;
  /** Undefined for a text that is no file on disk, such as an untitled one. */
  readonly path: string | undefined;
  readonly text: string;
}
