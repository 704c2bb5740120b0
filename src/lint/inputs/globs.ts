import { joinPath } from '../../shared/posix-path';
import { matchesName } from '../flow/names';
import type { Draft } from './draft';

const neverEntered = new Set(['node_modules', '.git', 'target', 'vendor', '.venv']);
const maximumDepth = 12;
const maximumFolders = 5000;

/**
 * Folders of the context that match the pattern, relative to `base`, sorted. `*`, `?`, `[…]` stay within a segment, `**`
 * spans segments, `{a,b}` are alternatives. The pattern may lead up with `..`.
 */
export function matchFolders(draft: Pick<Draft, 'context'>, base: string, pattern: string): readonly string[] {
  const found = new Set<string>();
  for (const alternative of expandBraces(pattern)) {
    const segments = alternative.split('/').filter((segment) => segment !== '' && segment !== '.');
    collect(draft, base, segments, found, 0);
  }
  return [...found].sort();
}

export function hasGlob(pattern: string): boolean {
  return /[*?[{]/.test(pattern);
}

/** Whether a whole path matches a pattern with `**`. */
export function matchesPath(pattern: string, path: string): boolean {
  const segments = path.split('/').filter(Boolean);
  return expandBraces(pattern).some((alternative) =>
    matchesSegments(
      alternative.split('/').filter((segment) => segment !== '' && segment !== '.'),
      segments,
    ),
  );
}

function matchesSegments(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === '**') {
    return matchesSegments(rest, path) || (path.length > 0 && matchesSegments(pattern, path.slice(1)));
  }
  const [head, ...tail] = path;
  return head !== undefined && matchesName(first, head) && matchesSegments(rest, tail);
}

function collect(
  draft: Pick<Draft, 'context'>,
  folder: string,
  segments: readonly string[],
  found: Set<string>,
  depth: number,
): void {
  const [first, ...rest] = segments;
  if (first === undefined) {
    found.add(folder);
    return;
  }
  if (depth > maximumDepth || found.size > maximumFolders) return;
  if (first === '**') {
    collect(draft, folder, rest, found, depth);
    for (const child of childFolders(draft, folder)) collect(draft, child, segments, found, depth + 1);
    return;
  }
  if (!/[*?[]/.test(first)) {
    const child = joinPath(folder, first);
    if (draft.context.kind(child) === 'directory' || child === '') collect(draft, child, rest, found, depth + 1);
    return;
  }
  for (const child of childFolders(draft, folder)) {
    if (matchesName(first, child)) collect(draft, child, rest, found, depth + 1);
  }
}

function childFolders({ context }: Pick<Draft, 'context'>, folder: string): readonly string[] {
  return context
    .list(folder)
    .filter((name) => !neverEntered.has(name))
    .map((name) => joinPath(folder, name))
    .filter((path) => context.kind(path) === 'directory');
}

function expandBraces(pattern: string): readonly string[] {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (!match) return [pattern];
  return (match[2] ?? '').split(',').flatMap((part) => expandBraces(`${match[1]}${part}${match[3]}`));
}
