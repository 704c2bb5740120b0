import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, realpath, symlink, utimes } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { ContextError } from '../context/context-error';
import { findIgnoreFile, pathInContext } from '../context/context-files';
import { parseIgnoreFile } from '../context/ignore-file';
import { type ContextEntry, walkContext } from '../context/walk';

export interface CopyOptions {
  /** The build context's directory. */
  readonly root: string;
  readonly dockerfile: string;
  /** A directory that does not exist yet. */
  readonly target: string;
  /** Files become further names of the same ones: only between copies of our own, which are never written to. */
  readonly link?: boolean;
  readonly signal: AbortSignal;
}

export interface ContextCopy {
  readonly root: string;
  readonly dockerfile: string;
}

/**
 * Copies what a builder would get of a build context, with modes and times, links as links: what the ignore file leaves, the
 * Dockerfile and the ignore file. A Dockerfile outside the context is copied beside it, as is an ignore file there. Rejects
 * with a ContextError that names the path.
 */
export async function copyContext({
  root,
  dockerfile,
  target,
  link: linking,
  signal,
}: CopyOptions): Promise<ContextCopy> {
  const top = await realpath(resolve(root)).catch((error) => {
    throw ContextError.from('open', root, error);
  });
  const written = resolve(dockerfile);
  const inContext = pathInContext(root, top, dockerfile);
  const ignoreFile = findIgnoreFile(top, written);
  const copy = { root: join(target, 'context'), outside: join(target, 'dockerfile') };
  await mkdir(copy.root, { recursive: true });
  await mkdir(copy.outside);
  const always = [inContext, ignoreFile?.path].filter((path) => path !== undefined);
  const directories: { readonly path: string; readonly entry: ContextEntry }[] = [];
  for (const entry of walkContext({
    root: top,
    ignore: ignoreFile && parseIgnoreFile(ignoreFile.text),
    always: new Set(always),
    signal,
    onSkip: () => {},
  })) {
    const to = join(copy.root, entry.path);
    if (entry.kind === 'directory') {
      await mkdir(to, { recursive: true });
      directories.push({ path: to, entry });
    } else await copyEntry(join(top, entry.path), to, entry, linking === true);
  }
  // What was made in them since has changed their times.
  for (const { path, entry } of directories.reverse()) {
    await keepFacts(path, entry);
  }
  if (inContext !== undefined) return { root: copy.root, dockerfile: join(copy.root, inContext.split('/').join(sep)) };
  const moved = join(copy.outside, basename(written));
  await copyFile(written, moved).catch((error) => {
    throw ContextError.from('read', dockerfile, error);
  });
  // It decides only when it is named after the Dockerfile and beside it.
  if (ignoreFile && resolve(top, ignoreFile.path) === `${written}.dockerignore`)
    await copyFile(`${written}.dockerignore`, `${moved}.dockerignore`);
  return { root: copy.root, dockerfile: moved };
}

async function copyEntry(from: string, to: string, entry: ContextEntry, linking: boolean): Promise<void> {
  try {
    if (entry.kind === 'link') return await symlink(entry.target, to);
    if (linking && (await linked(from, to))) return;
    // On file systems that can, this shares the blocks until one of the two is written to.
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await keepFacts(to, entry);
  } catch (error) {
    throw ContextError.from('copy', entry.path, error);
  }
}

/** Time and permissions of the original. */
async function keepFacts(path: string, { mode, modified }: ContextEntry): Promise<void> {
  const seconds = Number(modified) / 1e9;
  await chmod(path, mode);
  await utimes(path, seconds, seconds);
}

/** False on file systems that know one name only. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch {
    return false;
  }
}
