import { remembered } from '../../shared/remembered';
import type { EcosystemId, Role } from '../ecosystems/ecosystem';
import { recognisedIn } from '../ecosystems/recognise';
import type { LintFile } from '../rule';
import { allRuns } from './all-runs';

interface Seen {
  readonly ecosystems: ReadonlySet<EcosystemId>;
  readonly roles: ReadonlySet<Role>;
}

/** The package managers that the RUNs of a file call, those in ONBUILD too, and what they are called for. */
export const seenIn: (file: LintFile) => Seen = remembered((file) => {
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
