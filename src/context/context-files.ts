import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ContextFiles } from '../lint/context-files';
import { type ContextDisk, createContextDisk, readText, realPath } from './context-disk';
import { type IgnoreFile, parseIgnoreFile } from './ignore-file';

export interface ContextFilesOptions {
  /** The build context's directory. */
  readonly root: string;
  /** The Dockerfile, in the context or not; decides which ignore file holds. */
  readonly dockerfile?: string | undefined;
  /** What is known about the directory already; `createContextDisk(root)` by default. */
  readonly disk?: ContextDisk;
}

export interface CachedContextFiles extends ContextFiles {
  /** Forgets every answer: files have changed. */
  invalidate(): void;
}

/** The build context on disk, as rules see it. */
export function createContextFiles({
  root,
  dockerfile,
  disk = createContextDisk(root),
}: ContextFilesOptions): CachedContextFiles {
  const dockerfilePath = dockerfile === undefined ? undefined : pathInContext(root, disk.root, dockerfile);
  const walks = new Map<number, readonly string[]>();
  let ignore: { readonly found: FoundIgnoreFile | undefined; readonly rules: IgnoreFile | undefined } | undefined;
  const loadIgnore = () => {
    if (!ignore) {
      const found = findIgnoreFile(disk.root, dockerfile === undefined ? undefined : resolve(dockerfile));
      ignore = { found, rules: found && parseIgnoreFile(found.text) };
    }
    return ignore;
  };
  return {
    kind: disk.kind,
    list: disk.list,
    read: disk.read,
    ignored: (path) => loadIgnore().rules?.ignores(path) ?? false,
    get ignoreFile() {
      const { found } = loadIgnore();
      return found && { path: found.path, text: found.text };
    },
    dockerfilePath,
    walk(limit = 5000) {
      const paths = walks.get(limit) ?? walk(disk, loadIgnore().rules, limit);
      walks.set(limit, paths);
      return paths;
    },
    invalidate() {
      disk.invalidate();
      walks.clear();
      ignore = undefined;
    },
  };
}

export interface FoundIgnoreFile {
  /** Relative to the context with slashes; an absolute path if it is outside. */
  readonly path: string;
  readonly text: string;
}

/** In the context's root, the first one counts. */
export const podmanIgnoreFiles: readonly string[] = ['.containerignore', '.dockerignore'];

export interface IgnoreFileChoice {
  /** Is taken instead of what is found. */
  readonly given?: string | undefined;
  /** Podman's names come first: `.containerignore`. */
  readonly podman?: boolean | undefined;
}

/** `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` in the context's root, as BuildKit looks. */
export function findIgnoreFile(
  root: string,
  dockerfile: string | undefined,
  { given, podman = false }: IgnoreFileChoice = {},
): FoundIgnoreFile | undefined {
  const names = podman ? podmanIgnoreFiles : ['.dockerignore'];
  // Of those beside the Dockerfile Podman takes its own name last.
  const beside = dockerfile === undefined ? [] : names.toReversed().map((name) => `${dockerfile}${name}`);
  const candidates = given === undefined ? [...beside, ...names.map((name) => join(root, name))] : [resolve(given)];
  for (const file of candidates) {
    const text = readText(file);
    if (text === undefined) continue;
    return { path: relativePath(root, realPath(dirname(file)) ?? dirname(file), basename(file)) ?? file, text };
  }
  return undefined;
}

/** Path of a file in the context, which may be reached through a link; undefined when it is outside. */
export function pathInContext(root: string, realRoot: string, file: string): string | undefined {
  const written = resolve(file);
  const directory = realPath(dirname(written)) ?? dirname(written);
  return (
    relativePath(realRoot, directory, basename(written)) ??
    relativePath(resolve(root), dirname(written), basename(written))
  );
}

/** Links to directories are not entered: the builder gets them as links. */
function walk(disk: ContextDisk, ignore: IgnoreFile | undefined, limit: number): readonly string[] {
  const paths: string[] = [];
  const visit = (directory: string): void => {
    for (const name of disk.list(directory)) {
      if (paths.length >= limit) return;
      const path = directory === '' ? name : `${directory}/${name}`;
      const ignored = ignore?.ignores(path) ?? false;
      if (ignored && !ignore?.mayReinclude(path)) continue;
      const kind = disk.kind(path);
      if (kind === 'file' && !ignored) paths.push(path);
      if (kind === 'directory' && name !== 'node_modules' && name !== '.git' && !disk.isLink(path)) visit(path);
    }
  };
  visit('');
  return paths;
}

function relativePath(root: string, directory: string, name: string): string | undefined {
  const path = relative(root, join(directory, name));
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || resolve(root, path) === path) return undefined;
  return path.split(sep).join('/');
}
