import type { Scope } from '../../dockerfile/scope';
import { baseName, relativeTo, resolvePath } from '../../shared/posix-path';
import { matchesName } from './names';

/**
 * A word of a RUN as an absolute path of the image: `~` and variables replaced, those of unknown value by `<NAME>`, so that
 * the same word written twice is the same path. Globs stay. Undefined when a program computes it.
 */
export function pathOf(value: string, directory: string | undefined, scope: Scope): string | undefined {
  if (value === '' || /\$\(|`/.test(value)) return undefined;
  const named = value
    .replace(/^~(?=\/|$)/, homeOf(scope))
    .replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (_, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? '';
      return scope.variables.get(name)?.value ?? (name === 'HOME' ? homeOf(scope) : `<${name}>`);
    });
  if (named.includes('$') || named.startsWith('~')) return undefined;
  if (directory === undefined && !named.startsWith('/') && !named.startsWith('<')) return undefined;
  return resolvePath(directory ?? '/', named);
}

export function homeOf(scope: Scope): string {
  return isRoot(scope) ? '/root' : `<home of ${scope.user}>`;
}

/** The user in force is root, as far as the file says: base images that set another one are few. */
export function isRoot({ user }: Scope): boolean {
  return user === undefined || /^(root|0)(:|$)/.test(user);
}

/** What a deletion of `pattern` takes: the path itself, what is below it, and what a glob in it names. */
export function isTakenBy(pattern: string, path: string): boolean {
  return takenBy(pattern)(path);
}

/** The same for many paths. */
export function takenBy(pattern: string): (path: string) => boolean {
  const folder = pattern.endsWith('*') ? pattern.replace(/\/\.?\*+$/, '') : pattern;
  if (folder === '') return () => false;
  if (!hasGlob(folder)) return (path) => relativeTo(folder, path) !== undefined;
  return (path) => matchesName(folder, path) || parents(path).some((parent) => matchesName(folder, parent));
}

export function hasGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

function parents(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.map((_, index) => segments.slice(0, index).join('/')).filter((parent) => baseName(parent) !== '');
}
