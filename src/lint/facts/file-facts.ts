import type { RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';
import { allRuns } from './all-runs';

/** Questions by which a rule tells at once that it has nothing to say about a file. Each is answered from an index. */

/** Some RUN has a cache mount. */
export const hasCacheMount: (file: LintFile) => boolean = remembered((file) => allRuns(file).some(mountsCache));

function mountsCache({ mounts }: RunInstruction): boolean {
  return mounts.some(({ type }) => type === 'cache');
}

/** There is more than one stage. */
export function hasStages({ dockerfile }: LintFile): boolean {
  return dockerfile.stages.length > 1;
}

/** Some stage has a name. */
export function hasStageName({ dockerfile }: LintFile): boolean {
  return dockerfile.stages.some(({ from }) => from.alias !== undefined);
}

/** Some FROM names a platform. */
export function hasPlatform({ dockerfile }: LintFile): boolean {
  return dockerfile.stages.some(({ from }) => from.platform !== undefined);
}
