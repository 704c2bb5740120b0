import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { EngineError } from '../engine/errors';
import { formatBytes } from '../shared/quantity';
import { countBytes } from './count-bytes';

/** What archives are written as; the second is packed on the way. */
export const archiveFilters = { Archives: ['tar', 'tar.gz', 'tgz'] };

/** A name for a file from that of an image or container: `ghcr.io/me/app:1` becomes `app-1`. */
export function archiveName(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'archive';
}

export interface WriteArchiveOptions {
  readonly path: string;
  readonly signal: AbortSignal;
  /** At most ten times a second: bytes of the archive, before it is packed. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Writes an archive beside its place first, so that one that breaks off neither leaves half a file nor costs the one that
 * was there. Resolves with the bytes that were read. Rejects with what the archive fails with, or EngineError `invalid` when
 * the file cannot be written.
 */
export async function writeArchive(archive: Readable, { path, signal, onBytes }: WriteArchiveOptions): Promise<number> {
  const part = `${path}.part`;
  const count = countBytes(onBytes);
  const file = createWriteStream(part);
  try {
    if (/\.t?gz$/i.test(path)) await pipeline(archive, count, createGzip({ level: 6 }), file, { signal });
    else await pipeline(archive, count, file, { signal });
    await rename(part, path);
    return count.bytes;
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    if (signal.aborted) throw new EngineError('cancelled', 'Writing the archive was cancelled.');
    throw cannotWrite(path, error) ?? error;
  }
}

/** `45 MB`, or `45 MB of about 120 MB`. */
export function archiveProgress(bytes: number, expected: number | undefined): string {
  return expected === undefined || bytes > expected
    ? formatBytes(bytes)
    : `${formatBytes(bytes)} of about ${formatBytes(expected)}`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota is used up',
  EACCES: 'your account may not write there',
  EPERM: 'your account may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'the folder does not exist',
  EISDIR: 'there is a folder of that name',
  ENAMETOOLONG: 'the name is too long',
  EFBIG: 'the file system does not take files of that size',
};

function cannotWrite(path: string, error: unknown): EngineError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === undefined ? undefined : reasons[code];
  if (why === undefined) return undefined;
  return new EngineError('invalid', `${path} was not written: ${why}.`, {
    cause: error,
    hint: 'Choose another place; nothing was left behind.',
  });
}
