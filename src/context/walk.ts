import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { ContextError } from './context-error';
import type { IgnoreFile, IgnoreMatch } from './ignore-file';
import type { IncludedPaths } from './included-paths';

export type ContextEntry =
  | (EntryFacts & { readonly kind: 'file' | 'directory' })
  | (EntryFacts & { readonly kind: 'link'; readonly target: string });

interface EntryFacts {
  /** In the context, with slashes. */
  readonly path: string;
  /** Permissions with the set-id and sticky bits. */
  readonly mode: number;
  /** Bytes of a file, else 0. */
  readonly size: number;
  /** Nanoseconds since the epoch. */
  readonly modified: bigint;
}

export interface SkippedEntry {
  readonly path: string;
  /** What it is: `a socket`. */
  readonly reason: string;
}

export interface WalkOptions {
  readonly root: string;
  readonly ignore: IgnoreFile | undefined;
  /** By default everything that is not ignored. */
  readonly included?: IncludedPaths | undefined;
  /** Paths sent although they are ignored: the Dockerfile and the ignore file. */
  readonly always?: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
  readonly onSkip: (entry: SkippedEntry) => void;
}

/** What was decided about a directory, which holds for what is in it. */
interface Above {
  readonly match: IgnoreMatch | undefined;
  readonly included: boolean;
}

/**
 * What the builder gets of a directory: sorted by the bytes of the names within each directory, a directory in front of what
 * is in it. A directory that is ignored appears when something in it is not. What vanishes meanwhile is not there. Waits for
 * the file system: whoever iterates takes turns with others. Fails with a ContextError that names the path.
 */
export function walkContext(options: WalkOptions): Generator<ContextEntry> {
  return walkDirectory('', { match: undefined, included: options.included === undefined }, options);
}

function* walkDirectory(directory: string, above: Above, options: WalkOptions): Generator<ContextEntry> {
  const { root, ignore, included: paths, always, signal, onSkip } = options;
  for (const { name, lossy } of namesIn(root, directory)) {
    signal?.throwIfAborted();
    const path = directory === '' ? name : `${directory}/${name}`;
    const included = above.included || paths?.includes(path) === true;
    const match = ignore?.match(path, above.match);
    const wanted = always?.has(path) === true || (included && !match?.ignored);
    const leads = () => (included || paths?.leadTo(path)) && (!match?.ignored || ignore?.mayReinclude(path));
    if (!wanted && !leads() && !someBelow(always, path)) continue;
    if (lossy) {
      onSkip({ path, reason: 'a name that is not UTF-8' });
      continue;
    }
    const stats = statusOf(root, path);
    if (!stats) continue;
    if (stats.isDirectory()) {
      const entry: ContextEntry = { kind: 'directory', ...facts(path, stats) };
      if (wanted) yield entry;
      let announced = wanted;
      for (const below of walkDirectory(path, { match, included }, options)) {
        if (!announced) yield entry;
        announced = true;
        yield below;
      }
    } else if (!wanted) {
    } else if (stats.isFile()) {
      yield { kind: 'file', ...facts(path, stats) };
    } else if (stats.isSymbolicLink()) {
      yield { kind: 'link', ...facts(path, stats), target: linkTarget(root, path) };
    } else {
      onSkip({ path, reason: special(stats) });
    }
  }
}

export interface Name {
  readonly name: string;
  /** It has bytes that are not UTF-8, and cannot be said. */
  readonly lossy: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One character is one byte at first, so that the order is that of bytes, as builders want it. */
export function namesIn(root: string, directory: string): readonly Name[] {
  try {
    const bytes = readdirSync(`${root}/${directory}`, { encoding: 'latin1' });
    return bytes.sort().map(decode);
  } catch (error) {
    if (directory !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw ContextError.from('list', directory || root, error);
  }
}

function decode(bytes: string): Name {
  if (/^[\0-\x7f]*$/.test(bytes)) return { name: bytes, lossy: false };
  const buffer = Buffer.from(bytes, 'latin1');
  try {
    return { name: utf8.decode(buffer), lossy: false };
  } catch {
    return { name: buffer.toString(), lossy: true };
  }
}

/** Undefined for what is not there. */
export function statusOf(root: string, path: string): BigIntStats | undefined {
  try {
    return lstatSync(`${root}/${path}`, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw ContextError.from('read', path, error);
  }
}

function facts(path: string, stats: BigIntStats): EntryFacts {
  const size = stats.isFile() ? Number(stats.size) : 0;
  return { path, mode: modeOf(Number(stats.mode)), size, modified: stats.mtimeNs };
}

/** Windows has no modes to speak of: everything may be run, as the docker command line sends it. */
export function modeOf(written: number): number {
  return process.platform === 'win32' ? 0o755 : written & 0o7777;
}

export function linkTarget(root: string, path: string): string {
  try {
    return readlinkSync(`${root}/${path}`);
  } catch (error) {
    throw ContextError.from('read', path, error);
  }
}

function someBelow(paths: ReadonlySet<string> | undefined, directory: string): boolean {
  for (const path of paths ?? []) if (path.startsWith(`${directory}/`)) return true;
  return false;
}

function special(stats: BigIntStats): string {
  if (stats.isSocket()) return 'a socket';
  if (stats.isFIFO()) return 'a named pipe';
  return 'a device';
}
