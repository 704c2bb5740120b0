import { baseName, cleanSource, leadsNowhere, matchingPaths, resolveEntry, throughLinks } from './content-paths';
import { type ContentEntry, ContentTree, type ContentTreeOptions } from './content-tree';
import { contentWithout } from './content-without';
import { fileDigest, linkDigest } from './entry-digests';
import { digestOf, type FileDigests } from './file-digests';
import type { IgnoreFile } from './ignore-file';
import { mountedEntry, timesOf } from './mounted-path';
import { isPattern } from './path-pattern';
import { PatientReading } from './patient-reading';

/** How the context looked to the builder when it last copied it: BuildKit asks for a file again only when this changed. */
export interface SeenEntry {
  readonly kind: ContentEntry['kind'];
  readonly mode: number;
  /** Size and time of a file. */
  readonly stamp: string;
  /** Of a file's bytes; a link's target. */
  readonly digest: string;
}

export interface ContentHashOptions extends ContentTreeOptions {
  readonly digests: FileDigests;
  /**
   * BuildKit hashes names, modes and bytes; the legacy builder's sums hold whole paths, and links count as what they lead to.
   * Podman hashes what is copied: a directory without its own mode.
   */
  readonly style: 'buildkit' | 'legacy' | 'podman';
  /** Whether BuildKit follows links in front of a pattern: 26.1 and 28.5 do, 20.10 does not. Default: yes. */
  readonly patternsFollowLinks?: boolean | undefined;
  /** What the builder has of this directory; undefined where every build sends everything. */
  readonly seen?: ReadonlyMap<string, SeenEntry> | undefined;
}

/** What an instruction takes from the build context. */
export interface ContentUse {
  /** Equal exactly when the builder takes the same for the same. */
  readonly digest: string;
  /** Digest of each file, by path, as far as the builder sees it. */
  readonly files: ReadonlyMap<string, string>;
  /** Files whose bytes on disk differ from what the builder has: it will not notice. */
  readonly stale: readonly string[];
  /** A link beside what was excluded: whether what it leads to counts then, is not known. */
  readonly doubtful?: string | undefined;
  /** Names under which the files among the sources are copied into a directory. */
  readonly names: readonly string[];
}

/** What a RUN mounts. */
export interface MountedUse extends ContentUse {
  /** Digest of the times of all of it, in seconds, as an archive has them. */
  readonly times: string;
}

/** The digest that `ContentUse.files` has for such an entry. */
export function entryDigest({ kind, mode, digest }: SeenEntry): string {
  return kind === 'link' ? linkDigest(digest) : fileDigest(mode, digest);
}

/** A source that is not in the context: the build fails. */
export interface MissingSource {
  readonly missing: string;
}

/** Digests of parts of a build context, for one moment: make another one when files may have changed. */
export class ContentHash {
  private readonly tree: ContentTree;
  /** Files and links that were asked for. */
  private readonly used: ContentEntry[] = [];
  private readonly modes = new Map<ContentEntry, number>();
  private readonly staleFiles = new Set<string>();
  private doubtful: string | undefined;

  constructor(private readonly options: ContentHashOptions) {
    this.tree = new ContentTree(options);
  }

  /**
   * The sources of one instruction, in order. A pattern without a match is nothing to BuildKit, an error to Podman, and to the
   * legacy builder one where it leaves nothing at all. What `excluded` matches within a directory is left out, its patterns relative
   * to that directory. Throws a ContextError for what cannot be read.
   */
  use(sources: readonly string[], excluded?: IgnoreFile): ContentUse | MissingSource {
    this.doubtful = undefined;
    const files = new Map<string, string>();
    const names: string[] = [];
    const parts: string[] = [];
    for (const source of sources) {
      const clean = cleanSource(source);
      if (isPattern(clean)) {
        const matches = this.matches(clean);
        if (matches === undefined || (matches.length === 0 && this.options.style === 'podman'))
          return { missing: source };
        const found = matches.map((path) => this.part(path, files, excluded));
        if (found.includes(undefined)) return { missing: source };
        names.push(...matches.flatMap((path) => this.nameOf(path)));
        if (this.options.style !== 'buildkit') parts.push(...found.filter((part) => part !== undefined));
        // Of several that a pattern matches, the names count as well.
        else if (found.length === 1) parts.push(found[0] ?? '');
        else parts.push(digestOf(JSON.stringify([matches.map(baseName), found])));
      } else {
        const part = this.part(clean, files, excluded);
        if (part === undefined) return { missing: source };
        names.push(...this.nameOf(clean));
        parts.push(part);
      }
    }
    const [first = ''] = sources;
    if (parts.length === 0 && this.options.style === 'legacy') return { missing: first };
    const stale = [...files.keys()].filter((path) => this.staleFiles.has(path));
    const digest = parts.length === 1 ? (parts[0] ?? '') : digestOf(JSON.stringify(parts));
    return { digest, files, stale, doubtful: this.doubtful, names };
  }

  /** A path as it is mounted: a directory with its own mode, a link as it is. Throws a ContextError for what cannot be read. */
  mounted(source: string): MountedUse | MissingSource {
    const entry = mountedEntry(this.tree, cleanSource(source));
    if (entry === undefined) return { missing: source };
    const files = new Map<string, string>();
    if (entry === 'root') this.collect('', files);
    else if (entry.kind === 'directory') this.collect(entry.path, files);
    else files.set(entry.path, this.entry(entry));
    const digest = entry === 'root' ? this.directory('') : this.entry(entry);
    return { digest, files, stale: [], names: [], times: digestOf(timesOf(this.tree, entry).join(' ')) };
  }

  /**
   * Reads what `use` will need, with pauses in which others can work. Without it `use` reads by itself. Rejects with the signal's
   * reason.
   */
  async prepare(sources: readonly string[], signal?: AbortSignal): Promise<void> {
    const { tree, options } = this;
    const reading = new PatientReading({ tree, digests: options.digests, read: (entry) => this.entry(entry), signal });
    for (const source of sources) {
      const clean = cleanSource(source);
      for (const path of isPattern(clean) ? (this.matches(clean) ?? []) : [clean]) {
        const entry = path === '' ? 'root' : this.resolve(path);
        if (entry === 'root') await reading.below('');
        else if (entry?.kind === 'directory') await reading.below(entry.path);
      }
    }
  }

  /** Every entry that was asked for, as the builder will see it. */
  entries(): ReadonlyMap<string, SeenEntry> {
    const seen = new Map<string, SeenEntry>();
    for (const [entry, mode] of this.modes) seen.set(entry.path, { kind: 'directory', mode, stamp: '', digest: '' });
    for (const entry of this.used) {
      const { path, kind, mode, content = '' } = entry;
      seen.set(path, { kind, mode, stamp: kind === 'file' ? stampOf(entry) : '', digest: content });
    }
    return seen;
  }

  /** Paths of everything that has decided about what was asked for; '' is the root. */
  looked(): ReadonlySet<string> {
    return new Set([
      ...this.tree.looked(),
      ...this.used.map(({ path }) => path),
      ...[...this.modes.keys()].map(({ path }) => path),
    ]);
  }

  /** Whether the builder gets the file at all. */
  has(path: string): boolean {
    return this.tree.get(path) !== undefined;
  }

  private matches(pattern: string): readonly string[] | undefined {
    const { style, patternsFollowLinks = true } = this.options;
    const follows = style === 'buildkit' && patternsFollowLinks;
    return matchingPaths(this.tree, follows ? throughLinks(this.tree, pattern) : pattern);
  }

  private part(path: string, files: Map<string, string>, excluded?: IgnoreFile): string | undefined {
    if (excluded) {
      const entry = path === '' ? 'root' : this.resolve(path);
      if (entry === 'root') return this.directoryWithout('', excluded, files);
      if (entry?.kind === 'directory') return this.directoryWithout(entry.path, excluded, files);
    }
    if (path === '') {
      this.collect('', files);
      return this.options.style === 'legacy' ? this.legacyDirectory('') : this.directory('');
    }
    const entry = this.resolve(path);
    if (entry === undefined) return undefined;
    if (entry === 'root') return this.part('', files);
    if (entry.kind === 'directory') this.collect(entry.path, files);
    else files.set(entry.path, this.entry(entry));
    if (this.options.style === 'podman' && entry.kind === 'directory') return this.directory(entry.path);
    if (this.options.style !== 'legacy') return this.entry(entry);
    return entry.kind === 'directory' ? this.legacyDirectory(entry.path) : this.legacyEntry(entry.path);
  }

  private nameOf(path: string): readonly string[] {
    const entry = path === '' ? 'root' : this.resolve(path);
    return entry === undefined || entry === 'root' || entry.kind === 'directory' ? [] : [baseName(path)];
  }

  private collect(directory: string, files: Map<string, string>): void {
    for (const entry of this.tree.list(directory)) {
      if (entry.kind === 'directory') this.collect(entry.path, files);
      else files.set(entry.path, this.entry(entry));
    }
  }

  private entry(entry: ContentEntry): string {
    entry.digest ??= this.hashEntry(entry);
    return entry.digest;
  }

  private hashEntry(entry: ContentEntry): string {
    switch (entry.kind) {
      case 'link':
        entry.content = entry.target;
        this.used.push(entry);
        return linkDigest(entry.target);
      case 'directory':
        return this.directory(entry.path, this.directoryMode(entry));
      case 'file':
        return this.file(entry);
    }
  }

  /** A new mode of a directory that is there already goes unnoticed. */
  private directoryMode(entry: ContentEntry): number {
    const seen = this.options.seen?.get(entry.path);
    const mode = seen?.kind === 'directory' ? seen.mode : entry.mode;
    this.modes.set(entry, mode);
    return mode;
  }

  private file(entry: ContentEntry): string {
    const { path, mode } = entry;
    const { digests, seen } = this.options;
    this.used.push(entry);
    const read = digests.of(path, this.tree.file(path), entry);
    const before = seen?.get(path);
    const differs = before?.kind === 'file' && before.digest !== read.digest;
    if (differs && before.mode === mode && before.stamp === stampOf(entry)) {
      this.staleFiles.add(path);
      entry.content = before.digest;
      return fileDigest(mode, before.digest);
    }
    entry.content = read.digest;
    return fileDigest(mode, read.digest);
  }

  /** The context's own directory has no mode; others have theirs. */
  private directory(path: string, mode: number | 'root' = 'root'): string {
    let text = `directory\0${mode}`;
    for (const entry of this.tree.list(path)) text += `\0${entry.name}\0${this.entry(entry)}`;
    return digestOf(text);
  }

  private directoryWithout(top: string, excluded: IgnoreFile, files: Map<string, string>): string {
    const left = contentWithout(top, {
      excluded,
      list: (directory) => this.tree.list(directory),
      digest: (entry) => this.entry(entry),
      mode: (directory) => this.directoryMode(directory),
    });
    for (const [path, digest] of left.files) files.set(path, digest);
    this.doubtful ??= left.link;
    return digestOf(left.text);
  }

  /** The sums of a directory and all that is below it, without regard to their order; the context's own has none. */
  private legacyDirectory(path: string): string {
    const sums: string[] = path === '' ? [''] : [this.legacyEntry(path)];
    const visit = (directory: string): void => {
      for (const entry of this.tree.list(directory)) {
        if (leadsNowhere(this.tree, entry.path)) continue;
        sums.push(this.legacyEntry(entry.path));
        if (entry.kind === 'directory') visit(entry.path);
      }
    };
    visit(path);
    return digestOf(`directory\0${sums.sort().join('\0')}`);
  }

  private legacyEntry(path: string): string {
    const entry = this.resolve(path);
    if (entry === undefined || entry === 'root') return digestOf(`missing\0${path}`);
    if (entry.kind === 'directory') return digestOf(`directory\0${entry.path}\0${entry.mode}`);
    return digestOf(`file\0${entry.path}\0${this.entry(entry)}`);
  }

  private resolve(path: string): ContentEntry | 'root' | undefined {
    return resolveEntry(this.tree, path, (entry) => this.directoryMode(entry));
  }
}

function stampOf({ size, mtimeNs }: ContentEntry): string {
  return `${size} ${mtimeNs}`;
}
