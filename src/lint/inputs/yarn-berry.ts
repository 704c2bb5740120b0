import { joinPath } from '../../shared/posix-path';
import { yarnFlavour } from '../ecosystems/yarn';
import { at, text } from './data';
import { type Draft, readText } from './draft';

/** Whether a project's Yarn is 2 or later. Yarn 1 where nothing says so: that is what the images of node have. */
export function isYarnBerry(draft: Pick<Draft, 'context'>, project: string, flags: ReadonlySet<string>): boolean {
  const has = (name: string) => draft.context.kind(joinPath(project, name)) !== undefined;
  const flavour = yarnFlavour({
    packageManager: packageManager(readText(draft, joinPath(project, 'package.json'))),
    berryFiles: has('.yarnrc.yml') || has('.yarn/plugins') || has('.pnp.cjs'),
    lock: readText(draft, joinPath(project, 'yarn.lock')),
    flags,
  });
  return flavour === 'berry';
}

function packageManager(source: string | undefined): string | undefined {
  try {
    return text(at(JSON.parse(source ?? '{}'), 'packageManager'));
  } catch {
    return undefined;
  }
}
