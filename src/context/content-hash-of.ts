import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { ContentHash, type ContentHashOptions, type SeenEntry } from './content-hash';
import { ContextError } from './context-error';
import { findIgnoreFile, pathInContext } from './context-files';
import type { FileDigests } from './file-digests';
import { parseIgnoreFile } from './ignore-file';
import { replacedIgnoreFiles } from './tar-context';

export interface ContextToHash {
  readonly root: string;
  /** In the context or not; decides which ignore file holds. */
  readonly dockerfile: string;
  readonly style: ContentHashOptions['style'];
  readonly digests: FileDigests;
  readonly patternsFollowLinks?: ContentHashOptions['patternsFollowLinks'];
  /** What the builder has of the directory since the last build; undefined when it gets everything with each one. */
  readonly seen?: ReadonlyMap<string, SeenEntry> | undefined;
}

/** The build context's files as they are now. Throws a ContextError when there is no such directory. */
export function contentHashOf({
  root,
  dockerfile,
  style,
  digests,
  seen,
  patternsFollowLinks,
}: ContextToHash): ContentHash {
  const top = realPath(root);
  const podman = style === 'podman';
  const found = findIgnoreFile(top, resolve(dockerfile), { podman });
  const outside = style !== 'buildkit' && pathInContext(root, top, dockerfile) === undefined;
  const lines = [...(found ? [found.text] : []), ...replacedIgnoreFiles({ podman, ignoreFile: found, outside })];
  const ignore = lines.length === 0 ? undefined : parseIgnoreFile(lines.join('\n'));
  return new ContentHash({ root: top, ignore, digests, style, seen, patternsFollowLinks });
}

function realPath(root: string): string {
  try {
    return realpathSync(resolve(root));
  } catch (error) {
    throw ContextError.from('open', root, error);
  }
}
