import type { PathKind } from '../engine/container-archive';

export interface FileEntry {
  readonly name: string;
  readonly kind: PathKind;
  readonly bytes: number;
  /** Permissions with setuid, setgid and sticky bits. */
  readonly mode: number;
  readonly user: number;
  readonly group: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Of a link. */
  readonly link: FileLink | undefined;
}

export interface FileLink {
  /** As it is written. */
  readonly target: string;
  /** What is at its end; undefined: nothing, or nobody knows. */
  readonly kind: PathKind | undefined;
}

/** Folders first, and links to folders among them; then by name. */
export function sortEntries(entries: readonly FileEntry[]): readonly FileEntry[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...entries].sort(
    (a, b) =>
      Number(leadsToFolder(b)) - Number(leadsToFolder(a)) || compare(a.name, b.name) || (a.name < b.name ? -1 : 1),
  );
}

export function leadsToFolder({ kind, link }: Pick<FileEntry, 'kind' | 'link'>): boolean {
  return kind === 'folder' || link?.kind === 'folder';
}

/** As `ls -l` writes it: `-rw-r-----`. */
export function describeMode({ kind, mode }: Pick<FileEntry, 'kind' | 'mode'>): string {
  const type = kind === 'folder' ? 'd' : kind === 'link' ? 'l' : kind === 'file' ? '-' : '?';
  const special = [mode & 0o4000, mode & 0o2000, mode & 0o1000];
  const triples = [6, 3, 0].map((shift, index) => {
    const bits = (mode >> shift) & 7;
    const letter = index === 2 ? 't' : 's';
    const run = special[index] ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${run}`;
  });
  return type + triples.join('');
}
