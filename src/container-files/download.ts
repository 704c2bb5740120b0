import { createWriteStream } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import type { OpenContainer } from './container-files';
import { FileError, missing } from './file-error';
import { placeOf } from './places';
import { readFile } from './read-file';
import { findFile } from './stat-file';

export interface TransferOptions {
  readonly signal: AbortSignal;
  /** So many in all; the total is undefined where nobody knows. */
  readonly onBytes?: (bytes: number, total: number | undefined) => void;
}

export interface Transferred {
  /** Files and links. */
  readonly files: number;
  readonly bytes: number;
  /** Names of what could not be copied: devices, pipes, sockets, and names the other side has no way to write. */
  readonly skipped: readonly string[];
}

/** Engines send small pieces; writing each by itself would wait for the disk each time. */
const writeBytes = 2_000_000;

/**
 * Copies a file or folder of a container to a path of this machine, as a stream. A link is followed when it is what is
 * asked for; below a folder links stay links. Nothing is ever written outside of `target`: entries are named by the
 * container, and links are made last, so that no file can be written through one. Files of the same name are replaced.
 */
export async function download(
  container: OpenContainer,
  path: string,
  target: string,
  { signal, onBytes }: TransferOptions,
): Promise<Transferred> {
  const { engine, details } = container;
  const found = await findFile(container, path);
  const end = found?.leadsTo ?? path;
  const stat = found?.leadsTo === undefined ? found : await findFile(container, end);
  if (!stat) throw missing(end, details.name);
  const isFolder = stat.kind === 'folder';
  if (placeOf(details, end).hidden) {
    if (isFolder)
      throw new FileError('unavailable', `Only programs in ${details.name} see ${end}, and they copy no folders.`);
    const content = await readFile(container, end);
    await writeFile(target, content);
    return { files: 1, bytes: content.length, skipped: [] };
  }
  const tar = await engine.containers.archive.get(details.id, isFolder ? `${end}/.` : end, signal);
  return unpack(tar, target, isFolder, (bytes) => onBytes?.(bytes, isFolder ? undefined : stat.bytes));
}

/** Takes a tar of a folder, whose names begin at the folder, or of one file. The stream is destroyed in every case. */
export async function unpack(
  tar: Readable,
  target: string,
  isFolder: boolean,
  onBytes: (bytes: number) => void = () => {},
): Promise<Transferred> {
  const reader = extract();
  let failure: unknown;
  tar.on('error', (error) => {
    failure = error;
    reader.destroy(error);
  });
  tar.pipe(reader as unknown as NodeJS.WritableStream);
  const unpacker = createUnpacker(target, isFolder, onBytes);
  try {
    for await (const entry of reader) {
      await unpacker.take(entry.header, entry as AsyncIterable<Buffer>);
      entry.resume();
    }
    return await unpacker.finish();
  } catch (error) {
    throw failure ?? error;
  } finally {
    tar.destroy();
  }
}

function createUnpacker(target: string, isFolder: boolean, onBytes: (bytes: number) => void) {
  const folders = new Map<string, Header | undefined>();
  const written = new Set<string>();
  const links: { readonly path: string; readonly to: string }[] = [];
  const skipped: string[] = [];
  let bytes = 0;

  /** Folders that are links are none: a container must not choose where its files go. */
  async function makeFolder(name: string): Promise<void> {
    if (folders.has(name)) return;
    if (name !== '.') await makeFolder(posix.dirname(name));
    const path = join(target, name);
    const there = await lstat(path).catch(() => undefined);
    if (there && !there.isDirectory()) {
      throw new FileError('exists', `${path} is there already, and is no folder.`, {
        hint: 'Move it away, or copy to another folder.',
      });
    }
    if (!there) await mkdir(path, { mode: 0o700 });
    folders.set(name, undefined);
  }

  async function writeContent(header: Header, path: string, content: AsyncIterable<Buffer>): Promise<void> {
    const part = join(dirname(path), `.${process.pid}-${written.size}.part`);
    try {
      const counted = async function* () {
        for await (const chunk of content) {
          bytes += chunk.length;
          onBytes(bytes);
          yield chunk;
        }
      };
      await pipeline(counted, createWriteStream(part, { flags: 'wx', mode: 0o600, highWaterMark: writeBytes }));
      await chmod(part, header.mode & 0o777);
      await utimes(part, header.mtime, header.mtime);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async function takeFile(header: Header, name: string, content: AsyncIterable<Buffer>): Promise<void> {
    const path = isFolder ? join(target, name) : target;
    if (header.type === 'link') {
      const first = isFolder ? insideName(header.linkname) : undefined;
      if (first === undefined || !written.has(first)) return void skipped.push(name);
      await rm(path, { force: true });
      await link(join(target, first), path).catch(() => copyFile(join(target, first), path));
    } else await writeContent(header, path, content);
    written.add(name);
  }

  return {
    async take(header: Header, content: AsyncIterable<Buffer>): Promise<void> {
      const name = isFolder ? insideName(header.name) : '.';
      if (name === undefined) return void skipped.push(header.name);
      if (header.type === 'directory') {
        await makeFolder(name);
        folders.set(name, header);
        return;
      }
      if (isFolder) await makeFolder(posix.dirname(name));
      try {
        if (header.type === 'symlink') links.push({ path: name, to: header.linkname });
        else if (isContent(header)) await takeFile(header, name, content);
        else skipped.push(name);
      } catch (error) {
        if (!isUnwritableName(error)) throw error;
        skipped.push(name);
      }
    },
    async finish(): Promise<Transferred> {
      let made = 0;
      for (const { path, to } of links) {
        const place = isFolder ? join(target, path) : target;
        const there = await lstat(place).catch(() => undefined);
        if (there?.isDirectory()) skipped.push(path);
        else {
          await rm(place, { force: true });
          // Windows asks for a right that few have.
          await symlink(to, place).then(
            () => {
              made += 1;
            },
            () => skipped.push(path),
          );
        }
      }
      // Last, because a folder that may not be written cannot be filled.
      for (const [name, header] of [...folders].reverse()) {
        if (header) await chmod(join(target, name), (header.mode & 0o777) | 0o700);
      }
      return { files: written.size + made, bytes, skipped };
    },
  };
}

/** Undefined for a name that leads out of the folder. */
function insideName(name: string): string | undefined {
  const inside = posix.normalize(`./${name}`).replace(/\/$/, '');
  return inside === '..' || inside.startsWith('../') ? undefined : inside === '' ? '.' : inside;
}

function isContent({ type }: Header): boolean {
  return type === 'file' || type === 'contiguous-file' || type === 'link';
}

function isUnwritableName(error: unknown): boolean {
  return /^(?:EINVAL|ENAMETOOLONG|EILSEQ)$/.test(String((error as NodeJS.ErrnoException).code));
}
