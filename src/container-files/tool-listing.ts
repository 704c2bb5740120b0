import type { PathKind } from '../engine/container-archive';
import type { Containers } from '../engine/containers';
import { nameFromBytes } from '../shared/file-name-bytes';
import type { FileEntry } from './file-entry';
import { nameOf } from './paths';
import { runProgram } from './run-program';

/** How a container's own programs list a folder, best first. GNU's, busybox's and others' take all of these alike. */
export const listingTools = ['find', 'sh'] as const;
export type ListingTool = (typeof listingTools)[number];

/** Mode, size, time, owner and name; `%N` is a link with its target. No name has a slash, so `//` is in none. */
const entryFormat = 'e %f %s %Y %u %g //%n//%N//';
/** The kind of what a link leads to. */
const targetFormat = 't %f //%n//';

const script = 'cd -- "$1" || exit 1; stat -c "$2" -- .[!.]* ..?* *; stat -L -c "$3" -- .[!.]* ..?* *';

/** The arguments are handed on as they are; the shell's script is always the same and gets the folder as a parameter. */
export function listingCommand(tool: ListingTool, folder: string): readonly string[] {
  if (tool === 'sh') return ['sh', '-c', script, 'sh', folder, entryFormat, targetFormat];
  const each = (...stat: readonly string[]) => ['-exec', 'stat', ...stat, '{}', '+'];
  return [
    ...['find', '-H', folder, '-mindepth', '1', '-maxdepth', '1'],
    ...each('-c', entryFormat),
    ...['-type', 'l'],
    ...each('-L', '-c', targetFormat),
  ];
}

/** Undefined when the tool cannot do it: it is not there, is another's, or may not read the folder. */
export async function listByTool(
  containers: Pick<Containers, 'exec'>,
  id: string,
  tool: ListingTool,
  folder: string,
  signal?: AbortSignal,
): Promise<readonly FileEntry[] | undefined> {
  const output = await runProgram(containers, id, listingCommand(tool, folder), { signal });
  if (!output) return undefined;
  const entries = parseListing(output.stdout);
  // A file that goes while it is listed makes the program fail, which the others do not care about.
  return output.exitCode === 0 || entries.length > 0 ? entries : undefined;
}

/** One path, with what programs of the container see: undefined when there is nothing, or no tool. */
export async function statByTool(
  containers: Pick<Containers, 'exec'>,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<FileEntry | undefined> {
  const output = await runProgram(containers, id, ['stat', '-c', entryFormat, path], { signal });
  const [entry] = output ? parseListing(output.stdout) : [];
  if (!entry) return undefined;
  const target = entry.link && (await runProgram(containers, id, ['stat', '-L', '-c', targetFormat, path], { signal }));
  const kind = target && /^t ([0-9a-f]+) /.exec(target.stdout.toString('latin1'))?.[1];
  const link = entry.link && {
    ...entry.link,
    kind: kind === undefined ? undefined : kindOf(Number.parseInt(kind, 16)),
  };
  return { ...entry, name: nameOf(path), link };
}

/** What the formats above make of a folder's files. Never throws: what cannot be read is left out. */
export function parseListing(output: Buffer): readonly FileEntry[] {
  // One character for each byte.
  const text = output.toString('latin1');
  const entries = new Map<string, FileEntry>();
  const targets = new Map<string, PathKind>();
  const pattern = /e ([0-9a-f]+) (\d+) (-?\d+) (\d+) (\d+) \/\/(.*?)\/\/|t ([0-9a-f]+) \/\/(.*?)\/\/\n/sy;
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) break;
    const [whole, mode = '', size, time, user, group, path = '', targetMode, targetPath = ''] = match;
    at += whole.length;
    if (targetMode !== undefined) {
      targets.set(targetPath, kindOf(Number.parseInt(targetMode, 16)));
      continue;
    }
    const bits = Number.parseInt(mode, 16);
    const kind = kindOf(bits);
    const written = linkText(text, at, path, kind === 'link' ? Number(size) : 0);
    at = written.end;
    entries.set(path, {
      name: fromLatin1(path.slice(path.lastIndexOf('/') + 1)),
      kind,
      bytes: Number(size),
      mode: bits & 0o7777,
      user: Number(user),
      group: Number(group),
      modified: Number(time) * 1000,
      link: kind === 'link' ? { target: fromLatin1(written.target), kind: undefined } : undefined,
    });
  }
  return [...entries].map(([path, entry]) =>
    entry.link ? { ...entry, link: { ...entry.link, kind: targets.get(path) } } : entry,
  );
}

/** `name -> target` or `'name' -> 'target'`. The size of a link is its target's length, so that any target can be read. */
function linkText(text: string, at: number, path: string, size: number): { target: string; end: number } {
  for (const quote of ['', "'"]) {
    const start = `${quote}${path}${quote} -> ${quote}`;
    const end = `${quote}//\n`;
    if (!text.startsWith(start, at)) continue;
    const from = at + start.length;
    if (text.startsWith(end, from + size))
      return { target: text.slice(from, from + size), end: from + size + end.length };
    // Links of /proc do not tell their length.
    const found = text.indexOf(end, from);
    if (found >= 0) return { target: text.slice(from, found), end: found + end.length };
  }
  const end = text.indexOf('//\n', at);
  return { target: '', end: end < 0 ? text.length : end + 3 };
}

/** Of a mode as the system call gives it. */
function kindOf(mode: number): PathKind {
  switch (mode & 0o170000) {
    case 0o040000:
      return 'folder';
    case 0o120000:
      return 'link';
    case 0o100000:
      return 'file';
    default:
      return 'other';
  }
}

function fromLatin1(text: string): string {
  return nameFromBytes(Buffer.from(text, 'latin1'));
}
