/** Slash-separated paths without the platform's path module, so that the core also runs in a browser. */

/** Removes empty and `.` segments and resolves `..`; keeps a leading slash, drops a trailing one. */
export function cleanPath(path: string): string {
  if (!unclean.test(path)) return path;
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (segment !== '..' || !absolute) kept.push(segment);
  }
  return (absolute ? '/' : '') + kept.join('/');
}

/** An empty segment, one of dots, or a slash at the end. */
const unclean = /\/\/|\/$|(?:^|\/)\.\.?(?:\/|$)/;

/** `path` seen from `base`; an absolute `path` stays. */
export function resolvePath(base: string, path: string): string {
  return isRooted(path) ? cleanPath(path) : cleanPath(`${base}/${path}`);
}

/**
 * Starts at a fixed place: the root, or a placeholder such as `<APP_HOME>` that stands for a directory whose name is not
 * known but is always the same.
 */
export function isRooted(path: string): boolean {
  return path.startsWith('/') || path.startsWith('<');
}

/** `path` below `folder` ('' when equal); undefined when it is not in it. Both cleaned. */
export function relativeTo(folder: string, path: string): string | undefined {
  if (path === folder) return '';
  if (folder === '') return path.startsWith('/') || path.startsWith('..') ? undefined : path;
  if (folder === '/') return path.startsWith('/') ? path.slice(1) : undefined;
  const below = path.charCodeAt(folder.length) === slash && path.startsWith(folder);
  return below ? path.slice(folder.length + 1) : undefined;
}

const slash = 47;

export function joinPath(folder: string, name: string): string {
  return cleanPath(folder === '' ? name : `${folder}/${name}`);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function dirName(path: string): string {
  const last = path.lastIndexOf('/');
  if (last < 0) return '';
  return last === 0 ? '/' : path.slice(0, last);
}
