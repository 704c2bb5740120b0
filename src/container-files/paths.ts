import { posix } from 'node:path';

/** Absolute, without `.`, `..` and a slash at the end: as a shell in `/` would name it. */
export function cleanPath(path: string): string {
  const clean = posix.resolve('/', path);
  return clean;
}

export function parentOf(path: string): string {
  return posix.dirname(path);
}

/** Empty for `/`. */
export function nameOf(path: string): string {
  return posix.basename(path);
}

export function joinPath(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The path itself counts. */
export function holds(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** What is wrong with the name of a new file; undefined: nothing. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Enter a name.';
  if (name === '.' || name === '..') return `"${name}" is no name for a file.`;
  if (name.includes('/') || name.includes('\0')) return 'A name has no slash.';
  return Buffer.byteLength(name) > 255 ? 'A name has at most 255 bytes.' : undefined;
}

/** What is wrong with a path that was typed; undefined: nothing. */
export function pathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return 'Enter an absolute path, which begins with a slash.';
  return path.includes('\0') ? 'A path has no NUL byte.' : undefined;
}
