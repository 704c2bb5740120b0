import { expandParts } from '../../dockerfile/expand';
import { lex } from '../../dockerfile/lexer';
import type { Mount, RunInstruction } from '../../dockerfile/model';
import { type Scope, scopeBefore } from '../../dockerfile/scope';
import { relativeTo, resolvePath } from '../../shared/posix-path';
import { rememberedFor } from '../../shared/remembered';
import { runStepOf } from '../flow/run-step';
import type { LintFile } from '../rule';

/** A cache mount and where it lies in the image. */
export interface PlacedMount {
  readonly mount: Mount;
  /** Absolute and cleaned; undefined when a variable in it is not known. */
  readonly target: string | undefined;
}

/** The cache mounts of a RUN. Working directories nobody knows are placeholders, as in the flow. */
export function cacheMountsOf(file: LintFile, run: RunInstruction): readonly PlacedMount[] {
  return run.mounts.length === 0 ? none : placedMounts(file, run);
}

const none: readonly PlacedMount[] = [];

const placedMounts = rememberedFor((file: LintFile, run: RunInstruction): readonly PlacedMount[] => {
  const caches = run.mounts.filter(({ type }) => type === 'cache');
  return caches.length === 0 ? none : place(file, run, caches);
});

function place(file: LintFile, run: RunInstruction, mounts: readonly Mount[]): readonly PlacedMount[] {
  const scope = scopeBefore(file.dockerfile, run);
  const workdir = workdirOf(file, run);
  return mounts.map((mount) => {
    const target = mount.target === undefined ? undefined : expandText(mount.target, scope);
    return { mount, target: target === undefined ? undefined : resolvePath(workdir, target) };
  });
}

/** The working directory of a RUN, a placeholder where it is the base image's. */
export function workdirOf(file: LintFile, run: RunInstruction): string {
  return runStepOf(file, run)?.workdir ?? scopeBefore(file.dockerfile, run).workdir ?? '/';
}

/** Text with variables as the builder would expand it; undefined when one is not known. */
export function expandText(text: string, scope: Scope): string | undefined {
  if (!text.includes('$')) return text;
  return expandParts(lex(text, scope.escape).parts, (name) => scope.variables.get(name)?.value, scope.escape);
}

/** A mount holds the directory or one above it. One whose target is not known may. */
export function mountOver(mounts: readonly PlacedMount[], directory: string): PlacedMount | undefined {
  return mounts.find(({ target }) => target === undefined || relativeTo(target, directory) !== undefined);
}

/** A mount holds the directory, one above it or one below it. */
export function mountAround(mounts: readonly PlacedMount[], directory: string): PlacedMount | undefined {
  return (
    mountOver(mounts, directory) ??
    mounts.find(({ target }) => target !== undefined && relativeTo(directory, target) !== undefined)
  );
}
