import type { Dockerfile } from '../../dockerfile/model';
import { baseName, dirName, joinPath, relativeTo, resolvePath } from '../../shared/posix-path';
import type { CopyStep } from '../flow/flow';
import { matchesName } from '../flow/names';
import { indentOf, keywordLike } from './block';

export interface CopyLines {
  /** The copy of the folder that holds the paths: where they go and with which flags. */
  readonly like: CopyStep;
  /** Paths of the context. */
  readonly paths: readonly string[];
  readonly isFolder: (path: string) => boolean;
  /** Copies further up; what they bring is left out. */
  readonly above: readonly CopyStep[];
}

/**
 * COPY lines that bring paths of the context to where `like` puts them, one line per destination folder; undefined when a
 * destination has no name that could be written. Empty when all is there already.
 */
export function copyLines(file: Dockerfile, { like, paths, isFolder, above }: CopyLines): string | undefined {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const target = imagePath(like, path);
    if (target === undefined) return undefined;
    if (above.some((copy) => copy.origin === 'context' && imagePath(copy, path) === target)) continue;
    // COPY takes the content of a folder, so each folder needs a line of its own.
    const folder = isFolder(path) ? target : dirName(target);
    groups.set(folder, [...(groups.get(folder) ?? []), path]);
  }
  const flags = like.instruction.flags
    .filter(({ name }) => name === 'chown' || name === 'chmod' || name === 'link')
    .map(({ span }) => `${file.text.slice(span.start, span.end)} `)
    .join('');
  const start = `${indentOf(file, like.instruction)}${keywordLike(like.instruction, 'COPY')} ${flags}`;
  let lines = '';
  for (const [folder, members] of groups) {
    const destination = writtenFolder(like.directory, folder);
    if (destination === undefined) return undefined;
    lines += `${start}${wordsOf([...members, destination])}${file.eol}`;
  }
  return lines;
}

/** Where the copy puts a path of the context. */
export function imagePath(copy: CopyStep, path: string): string | undefined {
  if (copy.destination === undefined) return undefined;
  for (const source of copy.sources) {
    if (source === undefined) continue;
    const below = relativeTo(source, path);
    if (below !== undefined && (below !== '' || source === '')) return resolvePath(copy.destination, below);
    if (source === path || matchesName(source, path))
      return copy.intoDirectory ? joinPath(copy.destination, baseName(path)) : copy.destination;
  }
  return undefined;
}

/** A folder as one would write it: `./`, `web/`, `/srv/app/`, `$APP_HOME/`. */
export function writtenFolder(directory: string, folder: string): string | undefined {
  const below = relativeTo(directory, folder);
  if (below !== undefined) return below === '' ? './' : `${below}/`;
  const named = folder.replace(/^<([A-Za-z_]\w*)>/, '$$$1');
  if (named.includes('<')) return undefined;
  return named === '/' ? '/' : `${named}/`;
}

function wordsOf(words: readonly string[]): string {
  return words.some((word) => /\s/.test(word)) ? JSON.stringify(words) : words.join(' ');
}
