import { dirName, relativeTo } from '../../shared/posix-path';
import type { CopyStep, FlowStep } from '../flow/flow';

/** Folders that any image with a system on it has. */
const everywhere = /^\/(?:home|opt|srv|tmp|mnt|root|usr\/(?:src|local|share|lib))?$/;

/**
 * The copy also makes folders above what it brings, which then get the owner of `--chown` as well: nothing says that they are
 * there, and they are not below one of `changed`, which are to have that owner anyhow.
 */
export function makesFoldersAbove(
  steps: readonly FlowStep[],
  copy: CopyStep,
  { path, changed }: { readonly path: string; readonly changed: readonly string[] },
): boolean {
  const parent = dirName(path);
  if (everywhere.test(parent) || changed.some((one) => relativeTo(one, parent) !== undefined)) return false;
  const isIn = (other: string | undefined) => other !== undefined && relativeTo(parent, other) !== undefined;
  if (isIn(copy.directory)) return false;
  return !steps
    .slice(0, steps.indexOf(copy))
    .some((step) =>
      step.kind === 'copy'
        ? isIn(step.destination)
        : isIn(step.workdir) ||
          step.commands.some(
            ({ call }) => call.program === 'mkdir' && call.args.some(({ value }) => isIn(value.replace(/\/$/, ''))),
          ),
    );
}
