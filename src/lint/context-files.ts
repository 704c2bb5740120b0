/**
 * What rules may ask about the build context. Paths are relative to the context's root, with slashes, without `./` or a
 * trailing slash; the root is ''. Answers are synchronous and cached by the implementation (`context/context-files.ts`); a
 * path that leads outside the context does not exist.
 */
export interface ContextFiles {
  kind(path: string): 'file' | 'directory' | undefined;
  /** Names in a directory, sorted; empty if it is none. */
  list(path: string): readonly string[];
  /** Text of a file up to 1 MiB; undefined if there is none, it is larger or no text. */
  read(path: string): string | undefined;
  /** The builder never sees the path because of the ignore file. */
  ignored(path: string): boolean;
  /** The ignore file in force for this Dockerfile (`<Dockerfile>.dockerignore` wins), if there is one. */
  readonly ignoreFile: { readonly path: string; readonly text: string } | undefined;
  /** Path of the linted Dockerfile in the context, if it is in it. */
  readonly dockerfilePath: string | undefined;
  /**
   * Files the builder would get (not ignored), in sorted order, `node_modules` and `.git` not entered; at most `limit`
   * (default 5,000).
   */
  walk(limit?: number): readonly string[];
}
