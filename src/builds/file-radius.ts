import type { BlastRadius } from '../cache/blast-radius';
import { blastRadius } from '../cache/blast-radius';
import type { OpenForecast } from '../cache/forecaster';

/** What a change of a file sets off in a build; `path` is relative to its context, with slashes. Undefined: nothing is known. */
export function radiusOf({ forecast, plan, content }: OpenForecast, path: string): BlastRadius | undefined {
  return content && blastRadius({ forecast, plan, has: (one) => content.has(one) }, path);
}

/** Undefined for what is not below the folder. Both are paths of the file system. */
export function pathBelow(folder: string, file: string): string | undefined {
  const root = folder.replaceAll('\\', '/').replace(/\/+$/, '');
  const path = file.replaceAll('\\', '/');
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}
