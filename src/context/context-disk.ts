import { type Dirent, opendirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** What is in a build context's directory, as far as anybody asked. Shared by all Dockerfiles that use it. */
export interface ContextDisk {
  /** Real path of the directory. */
  readonly root: string;
  kind(path: string): 'file' | 'directory' | undefined;
  isLink(path: string): boolean;
  list(path: string): readonly string[];
  read(path: string): string | undefined;
  /** Forgets every answer. */
  invalidate(): void;
}

const maximumText = 1024 * 1024;
const maximumNames = 20_000;

interface Entry {
  /** Real path on disk, inside the context. */
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

type NameKind = 'file' | 'directory' | 'link' | 'other';

interface Listing {
  readonly names: readonly string[];
  readonly kinds: ReadonlyMap<string, NameKind>;
  /** The directory holds more than is listed. */
  readonly truncated: boolean;
}

/**
 * Names are compared exactly, also where the file system does not care, because the builder does. Links that lead outside
 * do not exist; what cannot be read is empty or absent, never an error.
 */
export function createContextDisk(directory: string): ContextDisk {
  const root = realPath(directory) ?? resolve(directory);
  const entries = new Map<string, Entry | undefined>();
  const listings = new Map<string, Listing>();
  const texts = new Map<string, string | undefined>();

  const listing = (path: string): Listing => {
    return remember(listings, path, () => {
      const found = entry(path);
      return found?.kind === 'directory' ? readListing(found.path) : emptyListing;
    });
  };
  const entry = (path: string): Entry | undefined => {
    return remember(entries, path, () => (path === '' ? entryAt(root, root) : findEntry(path)));
  };
  const findEntry = (path: string): Entry | undefined => {
    const { parent, name } = split(path);
    if (parent === undefined || name === '' || name === '.' || name === '..') return undefined;
    if (name.includes('\0') || name.includes(sep)) return undefined;
    const above = entry(parent);
    if (above?.kind !== 'directory') return undefined;
    const { kinds, truncated } = listing(parent);
    const kind = kinds.get(name);
    const file = join(above.path, name);
    if (kind === 'file' || kind === 'directory') return { path: file, kind };
    return kind === 'link' || (truncated && kind === undefined) ? entryAt(root, file) : undefined;
  };
  return {
    root,
    kind: (path) => entry(path)?.kind,
    isLink(path) {
      const { parent, name } = split(path);
      return parent !== undefined && listing(parent).kinds.get(name) === 'link';
    },
    list: (path) => listing(path).names,
    read: (path) => {
      return remember(texts, path, () => {
        const found = entry(path);
        return found?.kind === 'file' ? readText(found.path) : undefined;
      });
    },
    invalidate() {
      entries.clear();
      listings.clear();
      texts.clear();
    },
  };
}

/** Text of a regular file up to 1 MiB, without a byte order mark. Opening anything else could wait for its writer. */
export function readText(file: string): string | undefined {
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > maximumText) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

export function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

const emptyListing: Listing = { names: [], kinds: new Map(), truncated: false };

function split(path: string): { readonly parent: string | undefined; readonly name: string } {
  const slash = path.lastIndexOf('/');
  if (slash === 0) return { parent: undefined, name: path };
  return { parent: slash < 0 ? '' : path.slice(0, slash), name: path.slice(slash + 1) };
}

function entryAt(root: string, file: string): Entry | undefined {
  const path = realPath(file);
  if (path === undefined || !(path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)))
    return undefined;
  try {
    const stats = statSync(path);
    return stats.isFile() ? { path, kind: 'file' } : stats.isDirectory() ? { path, kind: 'directory' } : undefined;
  } catch {
    return undefined;
  }
}

function readListing(directory: string): Listing {
  const kinds = new Map<string, NameKind>();
  let truncated = false;
  try {
    const handle = opendirSync(directory, { bufferSize: 256 });
    try {
      for (let item = handle.readSync(); item; item = handle.readSync()) {
        truncated = kinds.size >= maximumNames;
        if (truncated) break;
        kinds.set(item.name, nameKind(item));
      }
    } finally {
      handle.closeSync();
    }
  } catch {
    // What was read so far is the answer.
  }
  return { names: [...kinds.keys()].sort(), kinds, truncated };
}

function nameKind(item: Dirent): NameKind {
  if (item.isFile()) return 'file';
  if (item.isDirectory()) return 'directory';
  return item.isSymbolicLink() ? 'link' : 'other';
}

function remember<T>(map: Map<string, T>, key: string, make: () => T): T {
  if (map.has(key)) return map.get(key) as T;
  const value = make();
  map.set(key, value);
  return value;
}
