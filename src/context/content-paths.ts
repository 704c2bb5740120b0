import type { ContentEntry, ContentTree } from './content-tree';
import { isPattern, pathPattern } from './path-pattern';

const mostLinks = 255;

/** The entry behind the path, all links followed within the context; `onDirectory` gets each directory on the way. */
export function resolveEntry(
  tree: ContentTree,
  path: string,
  onDirectory: (entry: ContentEntry) => void,
): ContentEntry | 'root' | undefined {
  const found = follow(tree, path, onDirectory);
  return found === 'nowhere' ? undefined : found;
}

/** Links lead in circles or through a file, which is not the same as to what is not there. */
export function leadsNowhere(tree: ContentTree, path: string): boolean {
  return follow(tree, path, () => {}) === 'nowhere';
}

function follow(
  tree: ContentTree,
  path: string,
  onDirectory: (entry: ContentEntry) => void,
): ContentEntry | 'root' | 'nowhere' | undefined {
  const rest = path.split('/').reverse();
  const at: string[] = [];
  let links = 0;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      at.pop();
      continue;
    }
    const entry = tree.get([...at, name].join('/'));
    if (entry?.kind === 'link') {
      links += 1;
      if (links > mostLinks) return 'nowhere';
      if (entry.target.startsWith('/')) at.length = 0;
      rest.push(...entry.target.split('/').reverse());
    } else if (entry === undefined) {
      return undefined;
    } else if (entry.kind === 'file' && rest.some((more) => more !== '' && more !== '.')) {
      return 'nowhere';
    } else {
      if (entry.kind === 'directory') onDirectory(entry);
      at.push(name);
    }
  }
  return at.length === 0 ? 'root' : tree.get(at.join('/'));
}

/** The pattern with what is in front of its first `*` and the like as the path that this leads to. */
export function throughLinks(tree: ContentTree, pattern: string): string {
  const names = pattern.split('/');
  const first = names.findIndex(isPattern);
  const directory = first > 0 ? resolveEntry(tree, names.slice(0, first).join('/'), () => {}) : 'root';
  if (directory === 'root' || directory?.kind !== 'directory') return pattern;
  return [directory.path, ...names.slice(first)].join('/');
}

/** Paths that a pattern matches, in order; undefined for a malformed one. */
export function matchingPaths(tree: ContentTree, pattern: string): readonly string[] | undefined {
  const names = pattern
    .split('/')
    .map((name) => ({ name, expression: isPattern(name) ? pathPattern(name) : undefined }));
  if (names.some(({ name, expression }) => isPattern(name) && !expression)) return undefined;
  let found: readonly string[] = [''];
  for (const { name, expression } of names) {
    found = found.flatMap((directory) => {
      const inside = directory === '' || tree.get(directory)?.kind === 'directory' ? tree.list(directory) : [];
      return inside
        .filter((entry) => (expression ? expression.test(entry.name) : entry.name === name))
        .map(({ path }) => path);
    });
  }
  return found;
}

/** As the builders clean a source: relative to the context, '' for all of it. */
export function cleanSource(source: string): string {
  const kept: string[] = [];
  for (const name of source.split('/')) {
    if (name === '..') kept.pop();
    else if (name !== '' && name !== '.') kept.push(name);
  }
  return kept.join('/');
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
