import { relativeTo } from '../../shared/posix-path';
import type { CopyStep, Flow } from '../flow/flow';
import { matchesName } from '../flow/names';
import { matchesPath } from './globs';

/** Some copy of the file takes the path out of the context, wherever it puts it. */
export function isTaken(flow: Flow, path: string): boolean {
  return flow.stages.some((stage) => stage.steps.some((step) => step.kind === 'copy' && takes(step, path)));
}

function takes(copy: CopyStep, path: string): boolean {
  if (copy.origin !== 'context') return false;
  return copy.sources.some(
    (source) =>
      source !== undefined &&
      (relativeTo(source, path) !== undefined || (/[*?[]/.test(source) && matchesAny(source, path))),
  );
}

/** The glob matches the path or a folder around it. */
function matchesAny(glob: string, path: string): boolean {
  const segments = path.split('/');
  return segments.some((_, index) => {
    const part = segments.slice(0, index + 1).join('/');
    return matchesPath(glob, part) || (glob.includes('/') && matchesName(glob, part));
  });
}
