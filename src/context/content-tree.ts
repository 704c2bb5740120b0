import type { IgnoreFile, IgnoreMatch } from './ignore-file';
import { linkTarget, modeOf, namesIn, statusOf } from './walk';

/** A file, directory or link of the build context as the builder gets it. */
export interface ContentEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link';
  /** Permissions with the sticky and set-id bits; of Windows always 0755. */
  readonly mode: number;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
  /** Of a link. */
  readonly target: string;
  /** What the builder makes of it, once it was asked for. */
  digest: string | undefined;
  /** Bytes of a file, as the builder sees them. */
  content: string | undefined;
}

export interface ContentTreeOptions {
  /** Real path of the context's directory. */
  readonly root: string;
  readonly ignore: IgnoreFile | undefined;
}

/**
 * The build context at one moment, read as far as anybody asks: what the ignore file leaves, a directory that is ignored only
 * when something in it is not. Sockets, pipes and devices are not in it, nor names that are not UTF-8. Throws a ContextError for
 * what cannot be read.
 */
export class ContentTree {
  private readonly listings = new Map<string, readonly ContentEntry[]>();
  private readonly entries = new Map<string, ContentEntry>();
  private readonly matches = new Map<string, IgnoreMatch>();

  constructor(private readonly options: ContentTreeOptions) {}

  /** Path on disk. */
  file(path: string): string {
    return `${this.options.root}/${path}`;
  }

  /** Entries of a directory by name, in the order of their bytes; '' is the root. */
  list(directory: string): readonly ContentEntry[] {
    const known = this.listings.get(directory);
    if (known) return known;
    const list: ContentEntry[] = [];
    for (const { name, lossy } of namesIn(this.options.root, directory)) {
      if (lossy) continue;
      const path = directory === '' ? name : `${directory}/${name}`;
      const entry = (this.entries.size > 0 ? this.entries.get(path) : undefined) ?? this.read(path, name);
      if (!entry) continue;
      list.push(entry);
    }
    this.listings.set(directory, list);
    return list;
  }

  /** An entry by its path, no link followed; undefined when the builder does not get it. */
  get(path: string): ContentEntry | undefined {
    const known = this.entries.get(path);
    if (known) return known;
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const listed = this.listings.get(slash < 0 ? '' : path.slice(0, slash));
    const entry = listed ? listed.find((one) => one.name === name) : this.read(path, name);
    if (entry) this.entries.set(path, entry);
    return entry;
  }

  /** Paths of directories whose names were read, and of entries that were asked for one by one. */
  looked(): readonly string[] {
    return [...this.listings.keys(), ...this.entries.keys()];
  }

  private read(path: string, name: string): ContentEntry | undefined {
    const { root, ignore } = this.options;
    const wanted = !this.match(path)?.ignored;
    if (!wanted && !ignore?.mayReinclude(path)) return undefined;
    const stats = statusOf(root, path);
    if (!stats) return undefined;
    const kind = stats.isFile()
      ? 'file'
      : stats.isDirectory()
        ? 'directory'
        : stats.isSymbolicLink()
          ? 'link'
          : undefined;
    if (kind === undefined || (!wanted && (kind !== 'directory' || this.list(path).length === 0))) return undefined;
    const { size, mtimeNs, ctimeNs, ino } = stats;
    const target = kind === 'link' ? linkTarget(root, path) : '';
    const mode = modeOf(Number(stats.mode));
    return { path, name, kind, mode, size, mtimeNs, ctimeNs, ino, target, digest: undefined, content: undefined };
  }

  /** What the ignore file says of a path, from the directory above it, whose answer is kept. */
  private match(path: string): IgnoreMatch | undefined {
    const { ignore } = this.options;
    const slash = path.lastIndexOf('/');
    return ignore?.match(path, slash < 0 ? undefined : this.directoryMatch(path.slice(0, slash)));
  }

  private directoryMatch(directory: string): IgnoreMatch | undefined {
    const known = this.matches.get(directory) ?? this.match(directory);
    if (known) this.matches.set(directory, known);
    return known;
  }
}
