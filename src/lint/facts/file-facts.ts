import type { Instruction, RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { EcosystemId, Role } from '../ecosystems/ecosystem';
import { recognisedIn } from '../ecosystems/recognise';
import type { LintFile } from '../rule';
import { allRuns } from './all-runs';
import { instructionsOf } from './instructions-of';

/** Questions by which a rule tells at once that it has nothing to say about a file. Each is answered from an index. */

/** An instruction of one of the kinds; what ONBUILD keeps is not among them. */
export function hasInstruction({ dockerfile }: LintFile, ...kinds: readonly Instruction['kind'][]): boolean {
  return kinds.some((kind) => instructionsOf(dockerfile, kind).length > 0);
}

/** Some RUN has a cache mount. */
export const hasCacheMount: (file: LintFile) => boolean = remembered((file) => allRuns(file).some(mountsCache));

function mountsCache({ mounts }: RunInstruction): boolean {
  return mounts.some(({ type }) => type === 'cache');
}

const seen = remembered((file: LintFile): { readonly ecosystems: Set<EcosystemId>; readonly roles: Set<Role> } => {
  const ecosystems = new Set<EcosystemId>();
  const roles = new Set<Role>();
  for (const run of allRuns(file)) {
    for (const found of recognisedIn(file, file.shell(run))) {
      if (!found) continue;
      ecosystems.add(found.ecosystem);
      roles.add(found.role);
    }
  }
  return { ecosystems, roles };
});

/** A command of one of the package managers is called. */
export function usesAny(file: LintFile, ecosystems: Iterable<EcosystemId>): boolean {
  const used = seen(file).ecosystems;
  for (const id of ecosystems) if (used.has(id)) return true;
  return false;
}

/** A command does one of these things. */
export function hasRole(file: LintFile, ...roles: readonly Role[]): boolean {
  return roles.some((role) => seen(file).roles.has(role));
}

/** There is more than one stage. */
export function hasStages({ dockerfile }: LintFile): boolean {
  return dockerfile.stages.length > 1;
}
