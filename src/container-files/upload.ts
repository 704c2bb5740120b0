import type { Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import type { OpenContainer } from './container-files';
import type { TransferOptions, Transferred } from './download';
import { FileError, missing } from './file-error';
import { joinPath } from './paths';
import type { TarHeader } from './single-file';
import { findFile } from './stat-file';
import { assertWritable, headerOf, whyNotWritten } from './write-file';

interface Source {
  readonly path: string;
  /** In the archive. */
  readonly name: string;
  readonly stats: Stats;
}

const chunkBytes = 256 * 1024;

/**
 * Copies files and folders of this machine into a folder of a container, as a stream. They belong to whom the folder
 * belongs to and keep permissions and times; links stay links. Files of the same name are replaced.
 */
export async function upload(
  container: OpenContainer,
  sources: readonly string[],
  folder: string,
  { signal, onBytes }: TransferOptions,
): Promise<Transferred> {
  const { engine, details } = container;
  const found = await findFile(container, folder);
  const end = found?.leadsTo ?? folder;
  const stat = found?.leadsTo === undefined ? found : await findFile(container, end);
  if (!stat) throw missing(end, details.name);
  if (stat.kind !== 'folder') throw new FileError('not-folder', `${folder} in ${details.name} is no folder.`);
  if (assertWritable(container, joinPath(end, '.')).hidden) {
    throw new FileError('unavailable', `${end} in ${details.name} lives in memory, where its engine cannot write.`, {
      hint: 'Copy to another folder, and move it there in a terminal.',
    });
  }
  const { uid = 0, gid = 0 } = await headerOf(container, `${end}/.`);
  const skipped: string[] = [];
  const all = await collect(sources, skipped, signal);
  const total = all.reduce((sum, { stats }) => sum + (stats.isFile() ? stats.size : 0), 0);
  const archive = pack();
  let bytes = 0;
  const count = (more: number) => {
    bytes += more;
    onBytes?.(bytes, total);
  };
  const fill = async () => {
    for (const source of all) {
      signal.throwIfAborted();
      await addSource(archive, source, { uid, gid }, signal, count);
    }
    archive.finalize();
  };
  try {
    await engine.containers.archive.put(details.id, end, readable(archive, fill), signal);
  } catch (error) {
    throw whyNotWritten(error, end, details.name);
  }
  return { files: all.filter(({ stats }) => !stats.isDirectory()).length, bytes, skipped };
}

/** Everything below the sources, folders before what is in them. */
async function collect(sources: readonly string[], skipped: string[], signal: AbortSignal): Promise<readonly Source[]> {
  const found: Source[] = [];
  const add = async (path: string, name: string): Promise<void> => {
    signal.throwIfAborted();
    const stats = await lstat(path);
    if (!stats.isFile() && !stats.isDirectory() && !stats.isSymbolicLink()) return void skipped.push(name);
    found.push({ path, name, stats });
    if (!stats.isDirectory()) return;
    for (const child of (await readdir(path)).sort()) await add(join(path, child), `${name}/${child}`);
  };
  for (const source of sources) await add(source, basename(source));
  return found;
}

async function addSource(
  archive: Pack,
  { path, name, stats }: Source,
  owner: { readonly uid: number; readonly gid: number },
  signal: AbortSignal,
  count: (bytes: number) => void,
): Promise<void> {
  const header: TarHeader = { name, mode: modeOf(stats), mtime: stats.mtime, ...owner };
  if (stats.isDirectory()) return addEntry(archive, { ...header, name: `${name}/`, type: 'directory' });
  if (stats.isSymbolicLink()) return addEntry(archive, { ...header, type: 'symlink', linkname: await readlink(path) });
  const handle = await open(path, 'r');
  try {
    // A file that grows meanwhile is sent as it was.
    const { size } = await handle.stat();
    if (size === 0) return await addEntry(archive, header, Buffer.alloc(0));
    await new Promise<void>((done, fail) => {
      const sink = archive.entry({ ...header, size }, (error) => (error ? fail(error) : done()));
      sink.on('error', fail);
      const send = async () => {
        for (let sent = 0; sent < size; ) {
          signal.throwIfAborted();
          const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, size - sent));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, sent);
          if (bytesRead === 0)
            throw new FileError('unavailable', `${path} became shorter while it was copied.`, {
              hint: 'Copy it again.',
            });
          sent += bytesRead;
          count(bytesRead);
          if (!sink.write(buffer.subarray(0, bytesRead))) await drained(sink);
          if (sink.destroyed) return;
        }
        sink.end(undefined);
      };
      send().catch((error) => {
        fail(error);
        sink.destroy(error);
      });
    });
  } finally {
    await handle.close();
  }
}

/** Filling starts with the first read and stops when the reader does. */
function readable(archive: Pack, fill: () => Promise<void>): Readable {
  async function* chunks(): AsyncGenerator<Buffer> {
    let failure: unknown;
    const filling = fill().catch((error: unknown) => {
      failure = error;
      archive.destroy();
    });
    try {
      yield* archive as AsyncIterable<Buffer>;
    } catch (error) {
      failure ??= error;
    } finally {
      archive.destroy();
      await filling;
    }
    if (failure !== undefined) throw failure;
  }
  return Readable.from(chunks(), { objectMode: false });
}

function addEntry(archive: Pack, header: TarHeader, content?: Buffer): Promise<void> {
  return new Promise((done, fail) => {
    const settle = (error?: Error | null) => (error ? fail(error) : done());
    if (content) archive.entry(header, content, settle);
    else archive.entry(header, settle);
  });
}

function drained(sink: ReturnType<Pack['entry']>): Promise<void> {
  return new Promise((done) => {
    const settle = () => {
      sink.off('drain', settle);
      sink.off('close', settle);
      done();
    };
    sink.on('drain', settle);
    sink.on('close', settle);
  });
}

/** Windows has no modes to speak of. */
function modeOf(stats: Stats): number {
  if (process.platform !== 'win32') return stats.mode & 0o7777;
  return stats.isDirectory() ? 0o755 : 0o644;
}
