import { closeSync, constants, openSync, readSync } from 'node:fs';
import { ContextError } from './context-error';

// What was replaced meanwhile by a pipe must not make anybody wait, and a link must not lead elsewhere.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The handle of a file of the build context, which a builder was told of. Throws a ContextError that names `path`. */
export function openAnnounced(path: string, at: string): number {
  try {
    return openSync(at, flags);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENXIO') {
      const message = `"${path}" was removed or replaced while the build context was sent; build again`;
      throw new ContextError(message, path, { cause });
    }
    throw ContextError.from('read', path, cause);
  }
}

/** As many bytes as the builder was told of, which is quickest for a small file. Throws a ContextError. */
export function readAnnounced(path: string, at: string, size: number): Buffer {
  const handle = openAnnounced(path, at);
  try {
    const bytes = Buffer.allocUnsafe(size);
    readWhole(handle, path, bytes);
    return bytes;
  } finally {
    closeSync(handle);
  }
}

/** Fills `place` from the beginning of the file. Throws a ContextError when the file has less. */
export function readWhole(handle: number, path: string, place: Buffer): void {
  let filled = 0;
  while (filled < place.length) {
    let length: number;
    try {
      length = readSync(handle, place, filled, place.length - filled, filled);
    } catch (cause) {
      throw ContextError.from('read', path, cause);
    }
    if (length === 0) throw becameShorter(path);
    filled += length;
  }
}

export function becameShorter(path: string): ContextError {
  return new ContextError(`"${path}" became shorter while the build context was sent; build again`, path);
}
