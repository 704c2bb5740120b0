import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** Something to lint, or the reason why it cannot be. */
export interface Target {
  /** As it is reported: as written, or relative to what was written; slashes. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly error?: string;
}

export interface Discovery {
  /** Sorted by path, each file once. */
  readonly targets: readonly Target[];
  /** Directories below the named ones that could not be listed. */
  readonly passedOver: readonly { readonly path: string; readonly reason: string }[];
}

const skipped = new Set(['node_modules', '.git']);

/** Names that are Dockerfiles wherever they stand: the patterns of the editor's language, in any case. */
export function isDockerfileName(name: string): boolean {
  return /^(?:dockerfile(?:\..+)?|.+\.dockerfile|containerfile.*)$/i.test(name) && !/\.dockerignore$/i.test(name);
}

/** The files among the arguments and the Dockerfiles below the directories among them. Links to directories are not followed. */
export function discover(names: readonly string[], cwd: string): Discovery {
  const found = new Map<string, Target>();
  const roots = new Set(names.map((name) => resolve(cwd, name)));
  const passedOver: { path: string; reason: string }[] = [];
  const add = (target: Target) => {
    if (!found.has(target.file)) found.set(target.file, target);
  };
  const walk = (file: string, path: string): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(file, { withFileTypes: true });
    } catch (error) {
      const reason = failureReason(error);
      if (roots.has(file)) add({ path: path || '.', file, error: `The directory could not be listed: ${reason}` });
      else passedOver.push({ path, reason });
      return;
    }
    for (const entry of entries) {
      const child = { path: path === '' ? entry.name : `${path}/${entry.name}`, file: join(file, entry.name) };
      if (entry.isDirectory()) {
        if (entry.name === 'Dockerfile') add({ ...child, error: 'It is a directory, not a file' });
        if (!skipped.has(entry.name)) walk(child.file, child.path);
      } else if (isDockerfileName(entry.name) && !leadsToDirectory(entry, child.file)) add(child);
    }
  };
  for (const name of names) {
    const file = resolve(cwd, name);
    const path = sep === '\\' ? name.replaceAll(sep, '/') : name;
    if (statOrUndefined(file)?.isDirectory()) walk(file, path.replace(/^(?:\.\/+)+/, '').replace(/^\.$|\/+$/, ''));
    else add({ path, file });
  }
  return { targets: [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), passedOver };
}

/** A sentence's end for a failed file system call. */
export function failureReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'there is no such file';
    case 'ELOOP':
      return 'its links lead in a circle';
    default:
      return message;
  }
}

function leadsToDirectory(entry: Dirent, file: string): boolean {
  return entry.isSymbolicLink() && statOrUndefined(file)?.isDirectory() === true;
}

function statOrUndefined(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}
