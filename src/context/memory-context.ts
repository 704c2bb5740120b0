import type { ContextFiles } from '../lint/context-files';
import { parseIgnoreFile } from './ignore-file';

export interface MemoryContextOptions {
  /** Path of the Dockerfile in the context; default `Dockerfile`. */
  readonly dockerfile?: string;
}

/** A build context that exists only as data: for tests and for the examples in the rules' documentation. */
export function createMemoryContext(
  files: Readonly<Record<string, string>>,
  { dockerfile = 'Dockerfile' }: MemoryContextOptions = {},
): ContextFiles {
  const paths = [...new Set([...Object.keys(files), dockerfile])].sort();
  const directories = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of paths) {
    const segments = path.split('/');
    for (let depth = 0; depth < segments.length; depth++) {
      const parent = segments.slice(0, depth).join('/');
      const names = directories.get(parent) ?? new Set();
      directories.set(parent, names.add(segments[depth] ?? ''));
    }
  }
  const ignorePath = [`${dockerfile}.dockerignore`, '.dockerignore'].find((path) => path in files);
  const ignore = ignorePath === undefined ? undefined : parseIgnoreFile(files[ignorePath] ?? '');
  const ignored = (path: string) => ignore?.ignores(path) ?? false;
  return {
    kind: (path) => (directories.has(path) ? 'directory' : paths.includes(path) ? 'file' : undefined),
    list: (path) => [...(directories.get(path) ?? [])].sort(),
    read: (path) => (files[path]?.includes('\0') ? undefined : files[path]),
    ignored,
    ignoreFile: ignorePath === undefined ? undefined : { path: ignorePath, text: files[ignorePath] ?? '' },
    dockerfilePath: dockerfile,
    walk: (limit = 5000) =>
      paths.filter((path) => !ignored(path) && !/(?:^|\/)(?:node_modules|\.git)\//.test(path)).slice(0, limit),
  };
}
