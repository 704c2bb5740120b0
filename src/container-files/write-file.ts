import { EngineError, isEngineError } from '../engine/errors';
import { isPlainName } from '../shared/file-name-bytes';
import type { TarHeader } from '../tar/pack-files';
import type { OpenContainer } from './container-files';
import type { FileEntry } from './file-entry';
import { FileError, type FileProblem, missing, noContent } from './file-error';
import { nameOf, parentOf } from './paths';
import { assertLinux, assertRunning, placeOf } from './places';
import { runProgram } from './run-program';
import { exactTime, firstEntry, tarOf } from './single-file';
import { findFile } from './stat-file';

export interface WriteOptions {
  /** Makes the file where there is none. */
  readonly create: boolean;
  /** Writes over one that is there. */
  readonly overwrite: boolean;
}

export interface Written {
  /** Where a link led. */
  readonly path: string;
  readonly created: boolean;
  readonly entry: FileEntry | undefined;
}

/**
 * Writes a file. One that is there keeps its owner and permissions, a new one belongs to whom its folder belongs to. The
 * engine puts a new file in the place of the old one; a file that is mounted by itself, or that only processes see, is
 * written in place by a program of the container.
 */
export async function writeFile(
  container: OpenContainer,
  path: string,
  content: Uint8Array,
  { create, overwrite }: WriteOptions,
): Promise<Written> {
  const { details } = container;
  const { name } = details;
  const found = await findFile(container, path);
  const end = found?.leadsTo ?? path;
  const stat = found?.leadsTo === undefined ? found : await findFile(container, end);
  if (!stat && !create) throw missing(end, name);
  if (stat && !overwrite) throw new FileError('exists', `There is a ${path} in ${name} already.`);
  if (stat?.kind === 'folder') throw new FileError('is-folder', `${path} in ${name} is a folder.`);
  if (stat?.kind === 'other')
    throw new FileError('unavailable', `${path} in ${name} is a device, a pipe or a socket, and is not written here.`);
  const place = assertWritable(container, end);
  if (place.hidden || place.mountedFile) {
    await writeInPlace(container, end, content);
    return { path: end, created: !stat, entry: undefined };
  }
  const header = stat ? await headerOf(container, end) : await newHeader(container, end, 0o644);
  await put(container, end, { ...header, ...exactTime(Date.now()) }, content);
  return { path: end, created: !stat, entry: entryOf(header, end, 'file', content.length) };
}

/** Makes a folder that belongs to whom the one above belongs to. */
export async function makeFolder(container: OpenContainer, path: string): Promise<FileEntry | undefined> {
  const { details } = container;
  if (await findFile(container, path)) throw new FileError('exists', `There is a ${path} in ${details.name} already.`);
  if (assertWritable(container, path).hidden) {
    await runOrFail(container, ['mkdir', path], `${path} cannot be made`);
    return undefined;
  }
  const header = await newHeader(container, path, 0o755);
  await put(container, path, { ...header, type: 'directory', ...exactTime(Date.now()) });
  return entryOf(header, path, 'folder', 0);
}

/** Throws a FileError that says why nothing can be written there, and what to do. */
export function assertWritable({ details }: OpenContainer, path: string): ReturnType<typeof placeOf> {
  assertLinux(details);
  const place = placeOf(details, path);
  if (place.readOnly) throw new FileError('no-permission', place.readOnly.message, { hint: place.readOnly.hint });
  if (place.hidden) assertRunning(details, `only its processes see ${path}`);
  else if (place.mountedFile)
    assertRunning(details, `${path} is mounted by itself, so only its processes can write it`);
  return place;
}

/** Runs a program of the container; throws what it says when it fails. */
export async function runOrFail(
  { engine, details }: OpenContainer,
  command: readonly string[],
  /** `/a cannot be removed` */
  failing: string,
  input?: Uint8Array,
): Promise<void> {
  const output = await runProgram(engine.containers, details.id, command, input ? { input } : {});
  if (!output) {
    throw new FileError(
      'unavailable',
      `${failing}: ${details.name} has no ${command[0]}, and its engine cannot do it by itself.`,
    );
  }
  if (output.exitCode === 0) return;
  const reason = output.problem.replace(/^[\w/-]+: /, '').replace(/\.$/, '');
  throw new FileError(
    'no-permission',
    `${failing}: ${reason || `${command[0]} failed with exit code ${output.exitCode}`}.`,
  );
}

/** Owner and permissions of what is there, which the engine tells only in a tar. */
export async function headerOf(container: OpenContainer, path: string): Promise<TarHeader> {
  const { engine, details } = container;
  const tar = await engine.containers.archive.get(details.id, path).catch((error) => {
    throw isEngineError(error, 'not-found') ? missing(path.replace(/\/\.$/, ''), details.name) : error;
  });
  try {
    const file = await firstEntry(tar);
    // Podman gives an empty tar of what ends in a dot.
    if (!file && path.endsWith('/.')) return await headerOf(container, path.slice(0, -2) || '/');
    if (!file) throw noContent(path, details.name);
    const { mode, uid, gid } = file.header;
    return { name: nameOf(path), mode: mode & 0o7777, uid, gid };
  } finally {
    tar.destroy();
  }
}

async function newHeader(container: OpenContainer, path: string, mode: number): Promise<TarHeader> {
  // The dot stands for the folder that a link on the way leads to.
  const { uid = 0, gid = 0 } = await headerOf(container, `${parentOf(path)}/.`);
  return { name: nameOf(path), mode, uid, gid };
}

async function put(
  { engine, details }: OpenContainer,
  path: string,
  header: TarHeader,
  content?: Uint8Array,
): Promise<void> {
  // Names in a tar are UTF-8 here: another file would be written.
  if (!isPlainName(header.name))
    throw new FileError(
      'unavailable',
      `${path} in ${details.name} cannot be written by its engine, because its name is not UTF-8.`,
    );
  try {
    await engine.containers.archive.put(details.id, parentOf(path), tarOf(header, content));
  } catch (error) {
    throw whyNotWritten(error, path, details.name);
  }
}

async function writeInPlace(container: OpenContainer, path: string, content: Uint8Array): Promise<void> {
  await runOrFail(container, ['dd', `of=${path}`, 'bs=65536'], `${path} cannot be written`, content);
}

/** What engines say of a tar they could not unpack, in the words of somebody who wrote a file. */
export function whyNotWritten(cause: unknown, path: string, container: string): unknown {
  if (!(cause instanceof EngineError)) return cause;
  const { message, reason } = cause;
  const because = (problem: FileProblem, text: string, hint?: string) =>
    new FileError(problem, `${path} in ${container} cannot be written: ${text}.`, {
      cause,
      ...(hint === undefined ? {} : { hint }),
    });
  if (/no such container/i.test(message)) return cause;
  if (reason === 'not-found' || /not a directory/i.test(message)) return because('missing', 'its folder is not there');
  if (/read-only/i.test(message)) return because('no-permission', 'it is on a read-only file system');
  if (/no space left|quota exceeded/i.test(message))
    return because(
      'unavailable',
      'there is no space left on the disk of the engine',
      'Prune what is not needed, then save again.',
    );
  if (/permission denied|operation not permitted|lchown/i.test(message))
    return because(
      'no-permission',
      'the engine is not allowed to',
      'A rootless engine writes only files of users it has been given.',
    );
  if (/resource busy/i.test(message)) return because('unavailable', 'something is mounted there');
  if (/cannot overwrite/i.test(message))
    return because('exists', 'a folder and a file cannot take the place of one another');
  return cause;
}

function entryOf(
  { mode = 0, uid = 0, gid = 0 }: TarHeader,
  path: string,
  kind: FileEntry['kind'],
  bytes: number,
): FileEntry {
  return { name: nameOf(path), kind, bytes, mode, user: uid, group: gid, modified: Date.now(), link: undefined };
}
