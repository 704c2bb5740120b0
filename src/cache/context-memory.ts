import { join } from 'node:path';
import type { SeenEntry } from '../context/content-hash';
import { FileDigests } from '../context/file-digests';
import { readText, replaceText } from './state-folder';

const first = 'layerwright context 1';

/** Digests of a context's files, as they were when they were last read; none when the file is broken. */
export function loadDigests(file: string): FileDigests {
  return new FileDigests(
    rows(file, 2).flatMap(([stamp = '', digest = '', path = '']) => {
      const numbers = stamp.split(' ');
      if (numbers.length !== 4 || !numbers.every((number) => /^\d+$/.test(number))) return [];
      const [size = 0n, mtimeNs = 0n, ctimeNs = 0n, ino = 0n] = numbers.map(BigInt);
      return [[path, { size, mtimeNs, ctimeNs, ino, digest }] as const];
    }),
  );
}

export function saveDigests(file: string, digests: FileDigests): void {
  save(
    file,
    [...digests.entries()].map(([path, { size, mtimeNs, ctimeNs, ino, digest }]) => [
      `${size} ${mtimeNs} ${ctimeNs} ${ino}`,
      digest,
      path,
    ]),
  );
}

/** What an engine's builder has of a context since the last build. */
export function loadSeen(file: string): ReadonlyMap<string, SeenEntry> {
  return new Map(
    rows(file, 4).map(([kind = '', mode = '', stamp = '', digest = '', path = '']) => {
      return [path, { kind: kind as SeenEntry['kind'], mode: Number(mode), stamp, digest }];
    }),
  );
}

export function saveSeen(file: string, seen: ReadonlyMap<string, SeenEntry>): void {
  save(
    file,
    [...seen].map(([path, { kind, mode, stamp, digest }]) => [kind, String(mode), stamp, digest, path]),
  );
}

export function digestsFile(folder: string, context: string): string {
  return join(folder, 'contexts', `${context}.digests`);
}

export function seenFile(folder: string, context: string, engine: string): string {
  return join(folder, 'contexts', `${context}.${engine}.seen`);
}

/** The same of builds that others than we have sent the context for. */
export function sentFile(folder: string, context: string, engine: string): string {
  return join(folder, 'contexts', `${context}.${engine}.sent`);
}

/** Lines of fields between tabs; a field with other white space than blanks is written as JSON. */
function save(file: string, table: readonly (readonly string[])[]): void {
  const lines = table.map((row) =>
    row.map((field) => (/[\t\n\r]|^"/.test(field) ? JSON.stringify(field) : field)).join('\t'),
  );
  replaceText(file, [first, ...lines, ''].join('\n'));
}

/** Rows with at least so many fields in front of their last one; nothing of a file that is broken anywhere. */
function rows(file: string, fields: number): readonly (readonly string[])[] {
  const [head, ...lines] = (readText(file) ?? '').split('\n');
  if (head !== first) return [];
  const table = lines.filter((line) => line !== '').map((line) => line.split('\t').map(unquoted));
  return table.every((row) => row.length === fields + 1) ? table : [];
}

function unquoted(field: string): string {
  if (!field.startsWith('"')) return field;
  try {
    return String(JSON.parse(field));
  } catch {
    return field;
  }
}
