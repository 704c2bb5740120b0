import { Readable } from 'node:stream';
import { nameToBytes } from '../../shared/file-name-bytes';
import type { ContainerArchive, PathKind, PathStat } from '../container-archive';
import { EngineError, isEngineError } from '../errors';
import type { Api } from './api';
import { containerPath } from './ids';
import { download } from './image-archives';
import { rawNumber, rawObject, rawText } from './raw';
import { watchUpload } from './upload';

export function createContainerArchive(api: Api): ContainerArchive {
  const archive: ContainerArchive = {
    async stat(id, path, signal) {
      const ask = async () => {
        const headers = await api.head({ path: archivePath(id, path), signal });
        return pathStat(String(headers['x-docker-container-path-stat'] ?? ''));
      };
      try {
        return await ask();
      } catch (error) {
        if (isEngineError(error, 'cancelled') || isEngineError(error, 'unreachable')) throw error;
        // What has come into being in between is asked for once more.
        return (await isThere(() => archive.get(id, path, signal))) ? await ask() : undefined;
      }
    },
    get: (id, path, signal) => download(api, { path: archivePath(id, path), ...(signal ? { signal } : {}) }),
    async put(id, folder, tar, signal) {
      const upload = watchUpload(tar, signal ?? new AbortController().signal);
      try {
        const path = archivePath(id, folder, '&noOverwriteDirNonDir=1');
        const headers = { 'Content-Type': 'application/x-tar' };
        await api.json({ method: 'PUT', path, headers, upload: tar, signal: upload.signal, long: true });
      } catch (error) {
        const broken = upload.error();
        if (broken !== undefined) throw broken;
        // The engine said why and hung up while the rest was on its way, so that the reason was lost.
        if (isEngineError(error, 'unreachable')) await refusal(api, id, folder, signal);
        throw error;
      } finally {
        upload.end();
      }
    },
  };
  return archive;
}

/** The answer to a HEAD that failed has no text; that to the same GET does, and throws why. */
async function isThere(get: () => Promise<Readable>): Promise<boolean> {
  try {
    (await get()).destroy();
    return true;
  } catch (reason) {
    if (isEngineError(reason, 'not-found') && !/no such container/i.test(reason.message)) return false;
    if (reason instanceof EngineError && /not a directory|no such file/i.test(reason.message)) return false;
    throw reason;
  }
}

/** Throws what the engine has against unpacking anything in a folder. */
async function refusal(api: Api, id: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const empty = Readable.from([Buffer.alloc(1024)]);
  const headers = { 'Content-Type': 'application/x-tar' };
  await api.json({ method: 'PUT', path: archivePath(id, folder), headers, upload: empty, signal, long: true });
}

/** Encodes by bytes, because a path may hold anything. */
function archivePath(id: string, path: string, more = ''): string {
  if (!path.startsWith('/') || path.includes('\0')) throw new EngineError('invalid', `"${path}" is not a path.`);
  return `${containerPath(id)}/archive?path=${percentEncode(nameToBytes(path))}${more}`;
}

function percentEncode(bytes: Uint8Array): string {
  const safe = /[A-Za-z0-9/._-]/;
  const encode = (byte: number) => {
    const character = String.fromCharCode(byte);
    return safe.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  };
  return Array.from(bytes, encode).join('');
}

// Of Go's os.FileMode.
const goKinds: readonly (readonly [bit: number, kind: PathKind])[] = [
  [31, 'folder'],
  [27, 'link'],
  [26, 'other'],
  [25, 'other'],
  [24, 'other'],
  [21, 'other'],
  [19, 'other'],
];

/** From the header of the engine's answer, base64 of JSON. */
export function pathStat(header: string): PathStat {
  const raw = rawObject(parse(Buffer.from(header, 'base64').toString('utf8')));
  const mode = rawNumber(raw.mode);
  const has = (bit: number) => Math.floor(mode / 2 ** bit) % 2 === 1;
  const kind = goKinds.find(([bit]) => has(bit))?.[1] ?? 'file';
  const special = (has(23) ? 0o4000 : 0) | (has(22) ? 0o2000 : 0) | (has(20) ? 0o1000 : 0);
  return {
    kind,
    bytes: rawNumber(raw.size),
    mode: (mode % 0o1000) | special,
    modified: milliseconds(rawText(raw.mtime)),
    leadsTo: kind === 'link' ? rawText(raw.linkTarget) || undefined : undefined,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EngineError('protocol', 'The engine gave an answer about a file that could not be read.');
  }
}

/** Dates drop what is below a millisecond. */
function milliseconds(time: string): number {
  const whole = Date.parse(time.replace(/\.\d+/, ''));
  return Number.isNaN(whole) ? 0 : whole + Number(/\.\d+/.exec(time)?.[0] ?? 0) * 1000;
}
