import type { RunInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { relativeTo, resolvePath } from '../../shared/posix-path';
import type { LintFile } from '../rule';

/**
 * A cache or tmpfs mount of the RUN holds the directory (or one above it). `~` and variables of the file's own are resolved;
 * a directory that stays unknown is in no mount.
 */
export function isMounted(file: LintFile, run: RunInstruction, directory: string): boolean {
  const workdir = scopeBefore(file.dockerfile, run).workdir ?? '/';
  const path = resolvePath(workdir, directory.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, homeOf(file, run)));
  return run.mounts.some(
    ({ type, target }) =>
      (type === 'cache' || type === 'tmpfs') &&
      target !== undefined &&
      relativeTo(resolvePath(workdir, target), path) !== undefined,
  );
}

/** Value of an ENV or ARG in front of the RUN. */
export function variableAt(file: LintFile, run: RunInstruction, name: string): string | undefined {
  return scopeBefore(file.dockerfile, run).variables.get(name)?.value;
}

export function homeOf(file: LintFile, run: RunInstruction): string {
  const own = variableAt(file, run, 'HOME');
  if (own) return own;
  const { user } = scopeBefore(file.dockerfile, run);
  const name = user?.split(':')[0];
  return name === undefined || name === 'root' || /^\d/.test(name) ? '/root' : `/home/${name}`;
}
