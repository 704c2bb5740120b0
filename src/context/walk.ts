import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ContextError } from './context-error';
import type { IgnoreFile } from './ignore-file';

export type ContextEntry =
  | { readonly kind: 'file' | 'directory'; readonly path: string; readonly stats: Stats }
  | { readonly kind: 'link'; readonly path: string; readonly stats: Stats; readonly target: string };

export interface SkippedEntry {
  readonly path: string;
  /** What it is: `a socket`. */
  readonly reason: string;
}

export interface WalkOptions {
  readonly root: string;
  readonly ignore: IgnoreFile | undefined;
  /** Paths sent although they are ignored: the Dockerfile and the ignore file. */
  readonly always: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
  readonly onSkip: (entry: SkippedEntry) => void;
}

/**
 * What the builder gets of a directory, sorted by name within each directory, a directory in front of what is in it. A
 * directory that is ignored appears when something in it is not. Fails with a ContextError that names the path.
 */
export async function* walkContext(options: WalkOptions): AsyncGenerator<ContextEntry> {
  yield* walkDirectory('', options);
}

async function* walkDirectory(directory: string, options: WalkOptions): AsyncGenerator<ContextEntry> {
  const { root, ignore, always, signal, onSkip } = options;
  for (const name of await names(root, directory)) {
    signal?.throwIfAborted();
    const path = directory === '' ? name : `${directory}/${name}`;
    const wanted = always.has(path) || !ignore?.ignores(path);
    const enters = wanted || ignore?.mayReinclude(path) || someBelow(always, path);
    if (!enters) continue;
    const stats = await status(root, path);
    if (!stats) {
      if (name.includes('\ufffd')) onSkip({ path, reason: 'a name that is not UTF-8' });
      continue;
    }
    if (stats.isDirectory()) {
      const directoryEntry: ContextEntry = { kind: 'directory', path, stats };
      if (wanted) yield directoryEntry;
      let announced = wanted;
      for await (const entry of walkDirectory(path, options)) {
        if (!announced) yield directoryEntry;
        announced = true;
        yield entry;
      }
    } else if (!wanted) {
    } else if (stats.isFile()) {
      yield { kind: 'file', path, stats };
    } else if (stats.isSymbolicLink()) {
      yield { kind: 'link', path, stats, target: await linkTarget(root, path) };
    } else {
      onSkip({ path, reason: special(stats) });
    }
  }
}

async function names(root: string, directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(join(root, directory))).sort();
  } catch (error) {
    throw ContextError.from('list', directory || root, error);
  }
}

/** Undefined when it is gone since its directory was listed. */
async function status(root: string, path: string): Promise<Stats | undefined> {
  try {
    return await lstat(join(root, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw ContextError.from('read', path, error);
  }
}

async function linkTarget(root: string, path: string): Promise<string> {
  try {
    return await readlink(join(root, path));
  } catch (error) {
    throw ContextError.from('read', path, error);
  }
}

function someBelow(paths: ReadonlySet<string>, directory: string): boolean {
  for (const path of paths) if (path.startsWith(`${directory}/`)) return true;
  return false;
}

function special(stats: Stats): string {
  if (stats.isSocket()) return 'a socket';
  if (stats.isFIFO()) return 'a named pipe';
  return 'a device';
}
