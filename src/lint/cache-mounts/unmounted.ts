import type { EcosystemId } from '../ecosystems/ecosystem';
import { finalRuns } from '../flow/final-runs';
import type { RunStep } from '../flow/flow';
import { runSteps } from '../flow/run-step';
import type { LintFile } from '../rule';
import { isMounted } from './cache-place';
import { defeatsIn, deleters } from './defeats';
import { meantMount } from './misplaced';
import { cacheMountsOf } from './mount-places';
import { type Download, downloadsOf } from './mounted-managers';
import { refusedByVariable } from './refusing-variable';

/** A RUN whose downloads no cache mount keeps. */
export interface UnmountedRun {
  readonly step: RunStep;
  /** One for each manager. */
  readonly downloads: readonly Download[];
}

export function unmountedRuns(file: LintFile): readonly UnmountedRun[] {
  return runSteps(file).flatMap((step) => {
    const mounts = cacheMountsOf(file, step.instruction);
    const managers = new Set<EcosystemId>();
    const downloads = downloadsOf(file, step).filter(({ entry, place }) => {
      const named = entry.recognised?.packages.length ?? 0;
      const local = entry.recognised?.localFiles.length ?? 0;
      const onlyLocal = named === 0 && local > 0 && place.rule.fixed !== undefined;
      // A mount in the wrong place is another rule's finding.
      if (onlyLocal || managers.has(place.ecosystem) || isMounted(place, mounts) || meantMount(place.ecosystem, mounts))
        return false;
      managers.add(place.ecosystem);
      return true;
    });
    return downloads.length > 0 ? [{ step, downloads }] : [];
  });
}

/** Managers whose downloads in a finished image are reported by rules of their own. */
const reportedInImages: ReadonlySet<EcosystemId> = new Set<EcosystemId>([
  ...(['apt', 'apk', 'dnf', 'zypper', 'pacman', 'pip', 'npm', 'yarn', 'composer', 'bundler', 'conda'] as const),
]);

/**
 * The RUN leaves no downloads in its layer, so its author has chosen another way than a mount; or it leaves them in the image,
 * and another rule reports that.
 */
export function isSettled(file: LintFile, run: UnmountedRun): boolean {
  return isReportedInImage(file, run) || isCleanedUp(file, run);
}

function isReportedInImage(file: LintFile, { step, downloads }: UnmountedRun): boolean {
  if (!downloads.every(({ place }) => reportedInImages.has(place.ecosystem))) return false;
  return finalRuns(file).has(step.instruction);
}

function isCleanedUp(file: LintFile, { step, downloads }: UnmountedRun): boolean {
  const ecosystems = new Set(downloads.map(({ place }) => place.ecosystem));
  // Where the caches are is asked of what deletes files only.
  const deletes = step.commands.some(({ call }) => deleters.has(call.program ?? ''));
  const targets = deletes ? [...downloads.flatMap(({ place }) => place.directories), '/var/lib/apt/lists'] : [];
  const cleaned = defeatsIn(file, step, { ecosystems, targets }).length > 0;
  return cleaned || [...refusedByVariable(file, step, ecosystems)].length > 0;
}
