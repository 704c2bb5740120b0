import { cleanPath, joinPath } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import type { ConfigInput, InstallInputs, InstallScript, PathDependency } from './install-inputs';
import { holdsSecret } from './secrets';

/**
 * Install inputs in the making: sets keep the order of discovery. Only what the builder gets is ever added; what exists but
 * is kept out by the ignore file becomes a refusal.
 */
export interface Draft {
  readonly context: ContextFiles;
  readonly project: string;
  readonly manifests: Set<string>;
  readonly locks: Set<string>;
  readonly configs: Map<string, ConfigInput>;
  readonly members: Set<string>;
  readonly missingMembers: Set<string>;
  readonly pathDependencies: Map<string, PathDependency>;
  readonly scripts: InstallScript[];
  readonly refusals: Set<string>;
  readonly outputs: Set<string>;
  packages: number | undefined;
}

export function createDraft(context: ContextFiles, project: string): Draft {
  return {
    context,
    project,
    manifests: new Set(),
    locks: new Set(),
    configs: new Map(),
    members: new Set(),
    missingMembers: new Set(),
    pathDependencies: new Map(),
    scripts: [],
    refusals: new Set(),
    outputs: new Set(),
    packages: undefined,
  };
}

export function finishDraft(draft: Draft): InstallInputs {
  return {
    project: draft.project,
    manifests: [...draft.manifests],
    locks: [...draft.locks],
    configs: [...draft.configs.values()],
    members: [...draft.members].filter((path) => !draft.manifests.has(path)),
    missingMembers: [...draft.missingMembers],
    pathDependencies: [...draft.pathDependencies.values()],
    scripts: draft.scripts,
    refusals: [...draft.refusals],
    outputs: [...draft.outputs].map((path) => joinPath(draft.project, path)),
    packages: draft.packages,
  };
}

/** Adds the manifest if the builder gets it. Names are relative to the project. */
export function addManifest(draft: Draft, name: string): boolean {
  return addExisting(draft, draft.manifests, name);
}

export function addLock(draft: Draft, name: string): boolean {
  return addExisting(draft, draft.locks, name);
}

/** Adds a file or a folder with at least one file. */
export function addConfig(draft: Draft, name: string): boolean {
  const path = joinPath(draft.project, name);
  const kind = draft.context.kind(path);
  if (kind === undefined || !isInside(path)) return false;
  if (isIgnored(draft, path, kind)) {
    draft.refusals.add(`the ignore file keeps ${path} out of the build`);
    return false;
  }
  if (kind === 'directory' && draft.context.list(path).length === 0) return false;
  const secret = kind === 'file' && holdsSecret(path, draft.context.read(path) ?? '');
  draft.configs.set(path, { path, kind, secret });
  return true;
}

/** Adds the configuration of the project's folder and of every folder above it, as tools find it that search upwards. */
export function addConfigUpwards(draft: Draft, name: string, from = draft.project): void {
  for (const folder of foldersUpwards(from)) addConfig(draft, relativeFrom(draft.project, joinPath(folder, name)));
}

/** The folder and its parents up to the context's root. */
export function foldersUpwards(folder: string): readonly string[] {
  const folders = [folder];
  for (let at = folder; at !== ''; ) {
    at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
    folders.push(at);
  }
  return folders;
}

/** Records what a dependency of `manifest` points to; `spec` is relative to `folder`. */
export function addPathDependency(
  draft: Draft,
  { spec, folder, manifest, target = spec }: { spec: string; folder: string; manifest: string; target?: string },
): void {
  const path = joinPath(folder, target);
  const inside = isInside(path) && !target.startsWith('/') && !target.startsWith('~');
  const kind = inside ? draft.context.kind(path) : undefined;
  const seen = kind !== undefined && !isIgnored(draft, path, kind);
  draft.pathDependencies.set(`${manifest}\0${spec}`, {
    spec,
    path: inside ? path : undefined,
    kind: seen ? kind : 'missing',
    manifest,
  });
}

/** A file the builder gets. */
export function isFile({ context }: Pick<Draft, 'context'>, path: string): boolean {
  return isInside(path) && context.kind(path) === 'file' && !context.ignored(path);
}

/** A folder the builder gets. Its own pattern may be re-included for files in it, so only an empty rest counts as ignored. */
export function isDirectory(draft: Pick<Draft, 'context'>, path: string): boolean {
  return isInside(path) && draft.context.kind(path) === 'directory' && !isIgnored(draft, path, 'directory');
}

export function readText({ context }: Pick<Draft, 'context'>, path: string): string | undefined {
  return context.read(path)?.replace(/^\uFEFF/, '');
}

/**
 * Parses a file with a parser that may throw. Undefined when there is no such file or it is malformed, which is a reason to
 * refuse: nothing can be said about what the install needs.
 */
export function parseFile<T>(draft: Draft, path: string, parse: (text: string) => T): T | undefined {
  if (!isFile(draft, path)) return undefined;
  const text = readText(draft, path);
  try {
    if (text !== undefined) return parse(text);
  } catch {
    // The refusal below says it.
  }
  draft.refusals.add(`${path} could not be read`);
  return undefined;
}

/** `path` of the context as seen from `folder`, with `..` where needed. */
export function relativeFrom(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

export function isInside(path: string): boolean {
  const clean = cleanPath(path);
  return !path.startsWith('/') && clean !== '..' && !clean.startsWith('../');
}

function addExisting(draft: Draft, set: Set<string>, name: string): boolean {
  const path = joinPath(draft.project, name);
  if (!isInside(path) || draft.context.kind(path) !== 'file') return false;
  if (draft.context.ignored(path)) {
    draft.refusals.add(`the ignore file keeps ${path} out of the build`);
    return false;
  }
  set.add(path);
  return true;
}

function isIgnored({ context }: Pick<Draft, 'context'>, path: string, kind: 'file' | 'directory'): boolean {
  if (!context.ignored(path)) return false;
  if (kind === 'file') return true;
  return !context.list(path).some((name) => !context.ignored(`${path}/${name}`));
}
