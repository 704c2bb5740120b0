import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Pack, pack } from 'tar-stream';
import { addEntry, addFile, archiveStream, type TarHeader } from '../tar/pack-files';
import type { OpenContainer } from './container-files';
import type { TransferOptions, Transferred } from './download';
import { FileError, missing } from './file-error';
import { joinPath } from './paths';
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
    await engine.containers.archive.put(details.id, end, archiveStream(archive, fill), signal);
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
  return addFile(archive, path, header, {
    chunkBytes,
    signal,
    onBytes: count,
    unreadable: (error) => error,
    shrunk: () =>
      new FileError('unavailable', `${path} became shorter while it was copied.`, { hint: 'Copy it again.' }),
  });
}

/** Windows has no modes to speak of. */
function modeOf(stats: Stats): number {
  if (process.platform !== 'win32') return stats.mode & 0o7777;
  return stats.isDirectory() ? 0o755 : 0o644;
}
