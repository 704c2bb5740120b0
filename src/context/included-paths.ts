import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { ignoreFileOf } from './ignore-file';

/** The parts of a build context that a builder asked for. */
export interface IncludedPaths {
  /** Whether the path itself was asked for; what is below it comes along. */
  includes(path: string): boolean;
  /** Something below the directory could have been asked for. */
  leadTo(directory: string): boolean;
}

export interface IncludeRequest {
  /** Patterns as in an ignore file. */
  readonly patterns: readonly string[];
  /** Paths, with `*`, `?` and `[…]` within a name, which are wanted with everything that links on their way lead to. */
  readonly follow: readonly string[];
}

/** Undefined: everything. Links that lead out of the root, or in circles, end there. */
export function includedPaths(root: string, { patterns, follow }: IncludeRequest): IncludedPaths | undefined {
  if (patterns.length === 0 && follow.length === 0) return undefined;
  const found = new Set<string>();
  for (const path of follow) {
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    if (names.length === 0) return undefined;
    followNames(root, { above: '', names, links: 0 }, found);
  }
  if (found.has('')) return undefined;
  const ways = new Set([...found].flatMap(parents));
  const matching = ignoreFileOf(patterns.map((text, line) => ({ line, text })));
  const reaching = ignoreFileOf(patterns.map((text, line) => ({ line, text: `!${text}` })));
  return {
    includes: (path) => found.has(path) || matching.ignores(path),
    leadTo: (directory) => ways.has(directory) || reaching.mayReinclude(directory),
  };
}

const mostLinks = 255;

interface Way {
  /** A directory without links on its way; empty is the root. */
  readonly above: string;
  readonly names: readonly string[];
  /** Passed so far. */
  readonly links: number;
}

function followNames(root: string, { above, names, links }: Way, found: Set<string>): void {
  const [name, ...rest] = names;
  if (name === undefined) {
    found.add(above);
    return;
  }
  if (name === '..') {
    followNames(root, { above: parentOf(above), names: rest, links }, found);
    return;
  }
  for (const match of /[*?[\\]/.test(name) ? matchingNames(root, above, name) : [name]) {
    const path = above === '' ? match : `${above}/${match}`;
    const target = linkTarget(root, path);
    if (target === undefined) {
      followNames(root, { above: path, names: rest, links }, found);
      continue;
    }
    found.add(path);
    if (links >= mostLinks) continue;
    const next = [...target.split('/').filter((part) => part !== '' && part !== '.'), ...rest];
    followNames(root, { above: target.startsWith('/') ? '' : above, names: next, links: links + 1 }, found);
  }
}

function matchingNames(root: string, directory: string, pattern: string): readonly string[] {
  try {
    const names = readdirSync(`${root}/${directory}`);
    const { patterns, ...matcher } = ignoreFileOf([{ line: 0, text: pattern.replaceAll('**', '*') }]);
    return patterns.length === 0 ? [pattern] : names.filter((name) => matcher.ignores(name));
  } catch {
    return [];
  }
}

function linkTarget(root: string, path: string): string | undefined {
  try {
    const stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
    return stats?.isSymbolicLink() ? readlinkSync(`${root}/${path}`) : undefined;
  } catch {
    return undefined;
  }
}

function parentOf(path: string): string {
  const parent = posix.dirname(path);
  return parent === '.' ? '' : parent;
}

function parents(path: string): readonly string[] {
  const above: string[] = [];
  for (let parent = parentOf(path); parent !== ''; parent = parentOf(parent)) above.push(parent);
  return above;
}
