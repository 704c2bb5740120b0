import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { ContextError } from './context-error';

/** How a file looks from outside. */
export interface FileFacts {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
}

/** What a file held when it was last read, and how it looked then. */
export interface FileDigest extends FileFacts {
  readonly digest: string;
}

const chunk = Buffer.allocUnsafe(256 * 1024);

/**
 * Digests of files by path. One whose size, times and inode are as before is not read again: no program can change a file and
 * put its ctime back.
 */
export class FileDigests {
  private readonly byPath: Map<string, FileDigest>;
  /** A file was read: `entries` tell more than at first. */
  changed = false;

  constructor(known: Iterable<readonly [string, FileDigest]> = []) {
    this.byPath = new Map(known);
  }

  /** Throws a ContextError for a file that cannot be read. `path` is its name in the context, `file` its place. */
  of(path: string, file: string, facts: FileFacts): FileDigest {
    const known = this.byPath.get(path);
    if (
      known !== undefined &&
      known.mtimeNs === facts.mtimeNs &&
      known.ctimeNs === facts.ctimeNs &&
      known.size === facts.size &&
      known.ino === facts.ino
    )
      return known;
    const { size, mtimeNs, ctimeNs, ino } = facts;
    const read: FileDigest = { size, mtimeNs, ctimeNs, ino, digest: readDigest(path, file) };
    this.byPath.set(path, read);
    this.changed = true;
    return read;
  }

  entries(): ReadonlyMap<string, FileDigest> {
    return this.byPath;
  }
}

/** Digest of a text or of bytes: 192 bits, which is more than chance can defeat. */
export function digestOf(data: string | Uint8Array): string {
  return hash('sha256', data, 'base64url').slice(0, 32);
}

/** A short first read of a regular file is all of it. */
function readDigest(path: string, file: string): string {
  try {
    const handle = openSync(file, 'r');
    try {
      const length = readSync(handle, chunk, 0, chunk.length, null);
      if (length < chunk.length) return digestOf(chunk.subarray(0, length));
      const whole = createHash('sha256').update(chunk);
      for (;;) {
        const more = readSync(handle, chunk, 0, chunk.length, null);
        if (more === 0) return whole.digest('base64url').slice(0, 32);
        whole.update(chunk.subarray(0, more));
      }
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw ContextError.from('read', path, error);
  }
}
