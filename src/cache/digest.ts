import { createHash } from 'node:crypto';

/** Digest of plain data. Object keys count in their order. */
export type Digest = (value: unknown) => string;

/**
 * Digests of one machine's records: they start with a salt, so that nobody can find the value of a short build argument by
 * trying all of them.
 */
export function createDigest(salt: string): Digest {
  return (value) =>
    createHash('sha256')
      .update(`${salt}\0${JSON.stringify(value) ?? ''}`)
      .digest('base64url')
      .slice(0, 32);
}
