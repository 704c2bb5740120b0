import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { ContentHash, type ContentHashOptions, type SeenEntry } from './content-hash';
import { readText } from './context-disk';
import { ContextError } from './context-error';
import { findIgnoreFile, pathInContext } from './context-files';
import { digestOf, type FileDigests } from './file-digests';
import { parseIgnoreFile } from './ignore-file';

export interface ContextToHash {
  readonly root: string;
  /** In the context or not; decides which ignore file holds. */
  readonly dockerfile: string;
  readonly style: ContentHashOptions['style'];
  readonly digests: FileDigests;
  /** What the builder has of the directory since the last build; undefined when it gets everything with each one. */
  readonly seen?: ReadonlyMap<string, SeenEntry> | undefined;
}

/** The build context's files as they are now. Throws a ContextError when there is no such directory. */
export function contentHashOf({ root, dockerfile, style, digests, seen }: ContextToHash): ContentHash {
  const top = realPath(root);
  const ignoreFile = findIgnoreFile(top, resolve(dockerfile));
  // Archives hold a Dockerfile from elsewhere as a file of the context.
  const outside = style !== 'buildkit' && pathInContext(root, top, dockerfile) === undefined;
  const extra = outside ? digestOf(readText(dockerfile) ?? '') : undefined;
  return new ContentHash({
    root: top,
    ignore: ignoreFile && parseIgnoreFile(ignoreFile.text),
    digests,
    style,
    seen,
    extra,
  });
}

function realPath(root: string): string {
  try {
    return realpathSync(resolve(root));
  } catch (error) {
    throw ContextError.from('open', root, error);
  }
}
