import { at, type Table, table, tableAt, text } from './data';
import { type Draft, parseFile } from './draft';

export type NodeManager = 'npm' | 'yarn' | 'yarn-berry' | 'pnpm' | 'bun';

/** A package.json in the context. */
export interface NodePackage {
  /** Folder in the context. */
  readonly folder: string;
  /** Path of the package.json. */
  readonly path: string;
  readonly content: Table;
}

/** Undefined when there is none or it is malformed; the latter is a refusal. */
export function readPackage(draft: Draft, folder: string): NodePackage | undefined {
  const path = folder === '' ? 'package.json' : `${folder}/package.json`;
  const content = parseFile(draft, path, (source) => JSON.parse(source) as unknown);
  return content === undefined ? undefined : { folder, path, content: table(content) };
}

/** Scripts by name. */
export function packageScripts({ content }: NodePackage): ReadonlyMap<string, string> {
  return stringEntries(tableAt(content, 'scripts'));
}

/** Dependencies an install of this package resolves, name → range. Those of peers are the business of who uses it. */
export function packageDependencies({ content }: NodePackage): readonly (readonly [string, string])[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((key) => [
    ...stringEntries(tableAt(content, key)),
  ]);
}

/** Values that replace versions anywhere in the tree: `overrides` (npm, bun), `resolutions` (yarn), `pnpm.overrides`. */
export function packageOverrides({ content }: NodePackage): readonly (readonly [string, string])[] {
  return [at(content, 'overrides'), at(content, 'resolutions'), at(content, 'pnpm', 'overrides')].flatMap((value) =>
    flatten(table(value), 0),
  );
}

function flatten(entries: Table, depth: number): readonly (readonly [string, string])[] {
  if (depth > 8) return [];
  return Object.entries(entries).flatMap(([name, value]) => {
    const range = text(value);
    return range === undefined ? flatten(table(value), depth + 1) : [[name, range] as const];
  });
}

function stringEntries(entries: Table): ReadonlyMap<string, string> {
  return new Map(Object.entries(entries).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
