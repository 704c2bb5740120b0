import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The repository's top folder. */
export const repositoryRoot = resolve(__dirname, '..', '..');

/** Git-ignored state of the tests that survives between runs: engine data with the base images in it. */
export const scratchRoot = join(repositoryRoot, '.scratch');

/** Eight hexadecimal digits that tell apart engines of several clones on one machine. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/**
 * A folder for sockets and pid files. It lies in the temporary folder, because a socket's path may have 107 bytes and a
 * clone may be anywhere.
 */
export function runFolder(label: string): string {
  return join(tmpdir(), `layerwright-${label}`);
}
