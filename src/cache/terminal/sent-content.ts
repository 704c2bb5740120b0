import { join, resolve } from 'node:path';
import type { ContentUse, SeenEntry } from '../../context/content-hash';
import { contentHashOf } from '../../context/content-hash-of';
import { ContextError } from '../../context/context-error';
import { findIgnoreFile } from '../../context/context-files';
import type { FileDigests } from '../../context/file-digests';
import type { IgnoreFile } from '../../context/ignore-file';
import { parseIgnoreFile } from '../../context/ignore-file';
import { withAttributes } from './extended-attributes';
import { hasOwnClock, type UnchangedFiles, unchangedSince } from './unchanged-files';

export interface SentContentOptions {
  /** The build context, as the build was given it, and as it really is called. */
  readonly given: string;
  readonly root: string;
  readonly dockerfile: string;
  readonly digests: FileDigests;
  /** Patterns of the ignore file that held; undefined where nobody tells. */
  readonly excluded: readonly string[] | undefined;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly started: number;
  /** When the oldest copy of a context was made that the build may have used; undefined: nobody knows. */
  readonly copied: number | undefined;
  /** What the builder had after the last build that is known. */
  readonly before: ReadonlyMap<string, SeenEntry>;
}

/** What a past build took of its context, as far as it is certain that it was what is there now. */
export interface SentContent {
  /** Looks at what `use` will be asked for; what was not looked at is not certain. */
  prepare(sources: Iterable<readonly string[]>, signal?: AbortSignal): Promise<void>;
  /** Throws a ContextError for what may have been otherwise. */
  use(sources: readonly string[], excluded: IgnoreFile | undefined): ContentUse;
  /** What was asked for and is certain. */
  entries(): ReadonlyMap<string, SeenEntry>;
}

/** Nanoseconds between the two times of a file that was written and nothing else. */
const together = 20_000_000n;
const plainModes = new Set([0o755, 0o775]);

/**
 * The builder was sent the files of now when none of them has changed since. But it keeps a copy of a context, and is sent a file
 * again only for another size, time of writing or mode, and a directory never. So what was changed in another way counts only
 * when the copy is newer, or is known to be the same.
 */
export function sentContent(options: SentContentOptions): SentContent {
  const { given, root, dockerfile, digests, started, copied, before } = options;
  const sent = new Map<string, SeenEntry>();
  const usable = hasOwnClock(root);
  const plain = new Set<string>();
  const open = () => contentHashOf({ root, dockerfile, style: 'buildkit', digests });
  return {
    async prepare(all, signal) {
      const hash = open();
      for (const sources of all) {
        try {
          await hash.prepare(sources, signal);
          hash.use(sources, undefined);
        } catch (error) {
          // Who uses it gets to know.
          if (!(error instanceof ContextError)) throw error;
        }
      }
      const paths = [...withAbove(hash.looked())];
      const special = usable ? await withAttributes(root, paths, signal) : undefined;
      if (special) for (const path of paths) if (!special.has(path)) plain.add(path);
    },
    use(sources, excluded) {
      const hash = open();
      const use = hash.use(sources, excluded);
      // After the files were read, so that none can change in between.
      const files = unchangedSince(started);
      if ('missing' in use || !usable || !files.samePlace(resolve(given)) || !sameIgnored(options, files))
        throw unlike('');
      for (const path of withAbove(hash.looked()))
        if (!plain.has(path) || !files.unchanged(join(root, path)) || !sameDevice(files, root, path))
          throw unlike(path);
      for (const [path, entry] of hash.entries()) {
        if (!wasSent(path, entry, files)) throw unlike(path);
        sent.set(path, entry);
      }
      return use;
    },
    entries: () => sent,
  };

  function wasSent(path: string, entry: SeenEntry, files: UnchangedFiles): boolean {
    const stats = files.statsOf(join(root, path));
    if (!stats || entry.kind === 'link') return stats !== undefined;
    if (copied !== undefined && stats.ctimeNs < BigInt(Math.floor(copied)) * 1_000_000n - together) return true;
    const known = before.get(path);
    const written = stats.mtimeNs <= stats.ctimeNs && stats.ctimeNs - stats.mtimeNs < together;
    if (entry.kind === 'directory') {
      if (known?.kind === 'directory') return known.mode === entry.mode;
      return written && plainModes.has(entry.mode);
    }
    if (known?.kind === 'file' && known.stamp === entry.stamp && known.mode === entry.mode)
      return known.digest === entry.digest;
    return written;
  }
}

/** Whether the ignore file leaves out what it left out then. */
function sameIgnored({ root, dockerfile, excluded }: SentContentOptions, files: UnchangedFiles): boolean {
  const found = findIgnoreFile(root, resolve(dockerfile));
  const patterns = found ? parseIgnoreFile(found.text).patterns : [];
  const now = patterns.map(({ text, negated }) => (negated ? `!${text}` : text));
  if (excluded) return now.length === excluded.length && now.every((text, index) => text === excluded[index]);
  const unchanged = (path: string) => files.statsOf(path)?.isFile() === true && files.unchanged(path);
  const own = `${resolve(dockerfile)}.dockerignore`;
  if (files.statsOf(own)) return unchanged(own);
  const ignore = join(root, '.dockerignore');
  return files.unchanged(resolve(dockerfile, '..')) && (!files.statsOf(ignore) || unchanged(ignore));
}

function sameDevice(files: UnchangedFiles, root: string, path: string): boolean {
  return files.statsOf(join(root, path))?.dev === files.statsOf(root)?.dev;
}

function withAbove(paths: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(['']);
  for (const path of paths)
    for (let at = path; at !== '' && !all.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) all.add(at);
  return all;
}

function unlike(path: string): ContextError {
  return new ContextError(`"${path}" may have changed since the build.`, path);
}
