import type { ContentEntry } from './content-tree';
import type { IgnoreFile, IgnoreMatch } from './ignore-file';

export interface WithoutOptions {
  readonly excluded: IgnoreFile;
  readonly list: (directory: string) => readonly ContentEntry[];
  /** Of a file or link. */
  readonly digest: (entry: ContentEntry) => string;
  /** Of a directory, as the builder has it. */
  readonly mode: (directory: ContentEntry) => number;
}

export interface ContentWithout {
  /** Every path in the directory with what it is, in order. */
  readonly text: string;
  /** Digest of each file, by its path in the context. */
  readonly files: ReadonlyMap<string, string>;
  /** The first link. */
  readonly link: string | undefined;
}

/** What is left of a directory; the patterns are relative to it. */
export function contentWithout(top: string, { excluded, list, digest, mode }: WithoutOptions): ContentWithout {
  const files = new Map<string, string>();
  let text = 'without';
  let link: string | undefined;
  const visit = (directory: string, inside: string, above: IgnoreMatch | undefined): void => {
    for (const entry of list(directory)) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      const match = excluded.match(path, above);
      if (entry.kind === 'directory') {
        if (match.ignored && !excluded.mayReinclude(path)) continue;
        text += `\0${path}\0${mode(entry)}`;
        visit(entry.path, path, match);
      } else if (!match.ignored) {
        if (entry.kind === 'link') link ??= entry.path;
        const found = digest(entry);
        files.set(entry.path, found);
        text += `\0${path}\0${found}`;
      }
    }
  };
  visit(top, '', undefined);
  return { text, files, link };
}
