import type { Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ContextError } from './context-error';
import { type FoundIgnoreFile, findIgnoreFile, pathInContext } from './context-files';
import { type IgnoreFile, parseIgnoreFile } from './ignore-file';

export interface ContextPlace {
  /** The build context's directory. */
  readonly root: string;
  /** The Dockerfile, in the context or not. */
  readonly dockerfile: string;
  /** By default the one the Dockerfile or the directory has. */
  readonly ignoreFile?: string | undefined;
  /** For Podman, which has a name of its own for the ignore file. */
  readonly podman?: boolean | undefined;
}

/** A build context that can be sent, as far as one knows before reading it. */
export interface OpenContext {
  /** Real path of the directory. */
  readonly root: string;
  readonly rootStats: Stats;
  readonly dockerfileText: Buffer;
  /** In the context, with slashes; undefined when it is elsewhere. */
  readonly dockerfilePath: string | undefined;
  readonly ignoreFile: FoundIgnoreFile | undefined;
  readonly ignore: IgnoreFile | undefined;
}

/** Rejects with a ContextError when the directory, the Dockerfile or the ignore file cannot be used. */
export async function openContext({ root, dockerfile, ignoreFile: given, podman }: ContextPlace): Promise<OpenContext> {
  const top = await realpath(resolve(root)).catch((error) => {
    throw ContextError.from('open', root, error);
  });
  const rootStats = await stat(top);
  if (!rootStats.isDirectory())
    throw new ContextError(`"${root}" is no directory, so it cannot be the build context`, root);
  const dockerfileText = await readFile(dockerfile).catch((error) => {
    throw ContextError.from('read', dockerfile, error);
  });
  const ignoreFile = findIgnoreFile(top, resolve(dockerfile), { given, podman });
  const ignore = ignoreFile && parseIgnoreFile(ignoreFile.text);
  const problem = ignore?.problems[0];
  if (ignoreFile && problem) {
    const place = `line ${problem.line + 1} of "${ignoreFile.path}"`;
    throw new ContextError(
      `"${problem.text}" in ${place} is no pattern; correct it, because a builder stops there`,
      ignoreFile.path,
    );
  }
  const dockerfilePath = pathInContext(root, top, dockerfile);
  return { root: top, rootStats, dockerfileText, dockerfilePath, ignoreFile, ignore };
}
