import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
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

/** A file to be read, unless it looks as it did. */
export interface WantedFile {
  /** In the context. */
  readonly path: string;
  /** On disk. */
  readonly file: string;
  readonly facts: FileFacts;
}

const chunk = Buffer.allocUnsafe(256 * 1024);
const readSoon = promisify(read);

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
    const known = this.known(path, facts);
    return known ?? this.keep(path, facts, readDigest(path, file));
  }

  /**
   * Reads small files side by side, so that `of` need not wait for the storage once for each. What cannot be read is left to it,
   * which says why.
   */
  async readTogether(wanted: readonly WantedFile[]): Promise<void> {
    const small = wanted.filter(({ path, facts }) => facts.size < chunk.length && !this.known(path, facts));
    await Promise.all(
      small.map(async ({ path, file, facts }) => {
        const digest = await digestSoon(file, Number(facts.size)).catch(() => undefined);
        if (digest !== undefined) this.keep(path, facts, digest);
      }),
    );
  }

  private known(path: string, facts: FileFacts): FileDigest | undefined {
    const known = this.byPath.get(path);
    const same =
      known !== undefined &&
      known.mtimeNs === facts.mtimeNs &&
      known.ctimeNs === facts.ctimeNs &&
      known.size === facts.size &&
      known.ino === facts.ino;
    return same ? known : undefined;
  }

  private keep(path: string, { size, mtimeNs, ctimeNs, ino }: FileFacts, digest: string): FileDigest {
    const read: FileDigest = { size, mtimeNs, ctimeNs, ino, digest };
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

/** Undefined when the file is not of that size any more. */
async function digestSoon(file: string, size: number): Promise<string | undefined> {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(size + 1);
    const { bytesRead } = await readSoon(handle, buffer, 0, buffer.length, null);
    return bytesRead === size ? digestOf(buffer.subarray(0, size)) : undefined;
  } finally {
    closeSync(handle);
  }
}
