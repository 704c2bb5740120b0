import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import type { PathKind } from '../engine/container-archive';
import type { FileEntry } from './file-entry';
import { joinPath, nameOf, parentOf } from './paths';

/** What a tar says of all the files in it, without their content. */
export interface TarIndex {
  /** The folder the tar was made of. */
  readonly root: string;
  /** Undefined: there is no such folder. */
  list(folder: string): readonly FileEntry[] | undefined;
  /** What is at a path now, after it was made, changed or removed (undefined). */
  set(path: string, entry: FileEntry | undefined): void;
  readonly files: number;
}

export interface ReadTarOptions {
  /** Absolute path of the folder the tar was made of. */
  readonly root: string;
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Reads a tar to its end and keeps what its headers say. Names are below `root`; one that would lead out of it is left
 * out. The stream is destroyed in every case; rejects with what the stream rejects with.
 */
export async function readTarIndex(tar: Readable, { root, onBytes }: ReadTarOptions): Promise<TarIndex> {
  const folders = new Map<string, Map<string, FileEntry>>([[root, new Map()]]);
  const found = new Map<string, FileEntry>();
  for await (const entry of entriesOf(tar, onBytes)) {
    const path = pathBelow(root, entry.name);
    if (path === undefined || path === root) continue;
    set(path, fileEntry(entry, nameOf(path), found.get(pathBelow(root, entry.linkname ?? '') ?? '')));
  }
  function set(path: string, file: FileEntry): void {
    found.set(path, file);
    if (file.kind === 'folder' && !folders.has(path)) folders.set(path, new Map());
    const parent = parentOf(path);
    const siblings = folders.get(parent) ?? new Map<string, FileEntry>();
    siblings.set(file.name, file);
    folders.set(parent, siblings);
  }
  function remove(path: string): void {
    for (const name of folders.get(path)?.keys() ?? []) remove(joinPath(path, name));
    folders.delete(path);
    folders.get(parentOf(path))?.delete(nameOf(path));
    found.delete(path);
  }
  const kindAt = (path: string) => followed(root, found, path);
  return {
    root,
    get files() {
      return found.size;
    },
    set(path, entry) {
      if (entry?.kind !== 'folder') remove(path);
      if (entry) set(path, entry);
    },
    list(folder) {
      const entries = folders.get(folder);
      if (!entries) return undefined;
      return [...entries.values()].map((entry) =>
        entry.link ? { ...entry, link: { ...entry.link, kind: kindAt(joinPath(folder, entry.name)) } } : entry,
      );
    },
  };
}

/** The headers of a tar; contents are passed over as they come. */
async function* entriesOf(tar: Readable, onBytes: ReadTarOptions['onBytes']): AsyncGenerator<Header> {
  const reader = extract();
  let bytes = 0;
  tar.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    onBytes?.(bytes);
  });
  tar.on('error', (error) => reader.destroy(error));
  tar.pipe(reader as unknown as NodeJS.WritableStream);
  try {
    for await (const entry of reader) {
      yield entry.header;
      entry.resume();
    }
  } finally {
    tar.destroy();
  }
}

/** Undefined for a name that leads out. */
function pathBelow(root: string, name: string): string | undefined {
  const below = posix.normalize(`./${name}`).replace(/\/$/, '');
  if (below === '..' || below.startsWith('../')) return undefined;
  return below === '.' || below === '' ? root : joinPath(root, below);
}

function fileEntry(header: Header, name: string, linked: FileEntry | undefined): FileEntry {
  const { type, size = 0, mode = 0, uid = 0, gid = 0, mtime, linkname } = header;
  const kind = kindOf(type);
  return {
    name,
    kind,
    // Of several names of one file, all but the first have no content in a tar.
    bytes: type === 'link' ? (linked?.bytes ?? 0) : kind === 'link' ? Buffer.byteLength(linkname ?? '') : size,
    mode: mode & 0o7777,
    user: uid,
    group: gid,
    modified: mtime?.getTime() ?? 0,
    link: kind === 'link' ? { target: linkname ?? '', kind: undefined } : undefined,
  };
}

function kindOf(type: Header['type']): PathKind {
  if (type === 'directory') return 'folder';
  if (type === 'symlink') return 'link';
  return type === 'file' || type === 'link' || type === 'contiguous-file' ? 'file' : 'other';
}

/** What is at the end of a path in the container, links on the way and at its end followed; undefined: not in the tar. */
function followed(root: string, found: ReadonlyMap<string, FileEntry>, path: string): PathKind | undefined {
  let rest = path.split('/').filter((part) => part !== '');
  let at = '/';
  for (let hops = 0; rest.length > 0; ) {
    const [part = '', ...more] = rest;
    rest = more;
    if (part === '.') continue;
    if (part === '..') {
      at = parentOf(at);
      continue;
    }
    const next = joinPath(at, part);
    const entry = found.get(next);
    if (entry?.link) {
      hops += 1;
      if (hops > 40) return undefined;
      const { target } = entry.link;
      if (target.startsWith('/')) at = '/';
      rest = [...target.split('/').filter((name) => name !== ''), ...rest];
      continue;
    }
    // Above the root there is nothing to know but that it leads there.
    if (!entry && !root.startsWith(next)) return undefined;
    at = next;
  }
  return at === '/' ? 'folder' : found.get(at)?.kind;
}
