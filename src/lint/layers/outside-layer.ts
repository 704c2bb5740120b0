import type { RunInstruction } from '../../dockerfile/model';
import { type Scope, scopeBefore } from '../../dockerfile/scope';
import { relativeTo, resolvePath } from '../../shared/posix-path';
import type { LintFile } from '../rule';

/**
 * A mount of the RUN holds one of the directories, or may: its target is one of them, one above or one below, or a variable
 * whose value is not known. What is written there stays out of the layer.
 */
export function mountedOver(file: LintFile, run: RunInstruction, directories: readonly string[]): boolean {
  const mounts = run.mounts.filter(({ type }) => type === 'cache' || type === 'tmpfs');
  if (mounts.length === 0) return false;
  const scope = scopeBefore(file.dockerfile, run);
  return mounts.some(({ target }) => {
    const known = target === undefined ? undefined : expandTarget(target, scope);
    if (known === undefined) return true;
    const path = resolvePath(scope.workdir ?? '/', known.replace(/^~(?=\/|$)/, '/root'));
    return directories.some(
      (directory) => relativeTo(path, directory) !== undefined || relativeTo(directory, path) !== undefined,
    );
  });
}

/** Undefined when a variable in it has no value that this file knows. */
function expandTarget(target: string, scope: Scope): string | undefined {
  let known = true;
  const path = target.replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (_, braced?: string, or?: string, bare?: string) => {
      const value = scope.variables.get(braced ?? bare ?? '')?.value ?? or;
      if (value === undefined) known = false;
      return value ?? '';
    },
  );
  return known && !path.includes('$') ? path : undefined;
}
