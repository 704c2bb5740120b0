import type { Mount, RunInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { relativeTo, resolvePath } from '../../shared/posix-path';
import type { LintFile } from '../rule';

/** A cache mount of the RUN holds the directory or one above it. */
export function cacheMountCovers(file: LintFile, run: RunInstruction, directory: string): boolean {
  const workdir = scopeBefore(file.dockerfile, run).workdir ?? '/';
  return run.mounts.some((mount) => mount.type === 'cache' && covers(mount, directory, workdir));
}

function covers(mount: Mount, directory: string, workdir: string): boolean {
  return mount.target !== undefined && relativeTo(resolvePath(workdir, mount.target), directory) !== undefined;
}

/** The flags of a RUN as written, with a blank behind them; '' without flags. */
export function flagsText(file: LintFile, run: RunInstruction): string {
  return run.flags.map((flag) => `${file.dockerfile.text.slice(flag.span.start, flag.span.end)} `).join('');
}
