import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ignoreFileOf } from '../../../context/ignore-file';
import { includedPaths } from '../../../context/included-paths';
import type { OpenContext } from '../../../context/open-context';
import { type SkippedEntry, walkContext } from '../../../context/walk';

/** What the engine wants to see of a directory. All empty: everything. */
export interface SyncRequest {
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
  readonly follow: readonly string[];
}

export interface SyncedEntry {
  readonly kind: 'file' | 'directory' | 'link';
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  readonly modified: bigint;
  readonly target?: string;
}

/** A directory the engine may ask for. */
export interface SyncedDirectory {
  /** Sorted by the bytes of the names, directories in front of what is in them. Throws a ContextError. */
  entries(request: SyncRequest, signal: AbortSignal): Iterable<SyncedEntry>;
  /** A file's bytes, or where they are. */
  file(path: string): Buffer | { readonly at: string };
}

export function contextDirectory(root: string, onSkip: (entry: SkippedEntry) => void): SyncedDirectory {
  return {
    entries({ includes, excludes, follow }, signal) {
      const ignore = excludes.length > 0 ? ignoreFileOf(excludes.map((text, line) => ({ line, text }))) : undefined;
      const included = includedPaths(root, { patterns: includes, follow });
      return walkContext({ root, ignore, included, signal, onSkip });
    },
    file: (path) => ({ at: `${root}/${path}` }),
  };
}

/**
 * The Dockerfile with the ignore file that holds for it, and nothing else of its directory. The engine compares sizes and
 * times with those of the last build; the times are made of the contents, so that it never takes another file for the same.
 */
export async function dockerfileDirectory(
  dockerfile: string,
  { dockerfileText }: Pick<OpenContext, 'dockerfileText'>,
  ignoreFile: string | undefined,
): Promise<SyncedDirectory> {
  const name = basename(dockerfile);
  const ignored = await readFile(ignoreFile ?? `${dockerfile}.dockerignore`).catch(() => undefined);
  const files = new Map([[name, dockerfileText], ...(ignored ? [[`${name}.dockerignore`, ignored] as const] : [])]);
  return {
    entries({ includes, follow }) {
      const wanted = (path: string) =>
        (includes.length === 0 && follow.length === 0) || includes.includes(path) || follow.includes(path);
      return [...files].flatMap(([path, bytes]) => (wanted(path) ? [fileEntry(path, bytes)] : []));
    },
    file: (path) => files.get(path) ?? Buffer.alloc(0),
  };
}

function fileEntry(path: string, bytes: Buffer): SyncedEntry {
  const digest = createHash('sha256').update(bytes).digest();
  // Some time in the years from 1970 to 2106.
  const modified = BigInt(digest.readUInt32BE(0)) * 1_000_000_000n + BigInt(digest.readUInt32BE(4) % 1_000_000_000);
  return { kind: 'file', path, mode: 0o644, size: bytes.length, modified };
}
