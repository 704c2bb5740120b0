import { joinPath } from '../../shared/posix-path';
import { tableAt } from './data';
import { addConfig, addLock, addManifest, type Draft, parseFile } from './draft';

/** `renv::restore()`; `install_deps` reads DESCRIPTION alone. The lock file is the manifest. */
export function addRenvInputs(draft: Draft): void {
  if (addManifest(draft, 'renv.lock')) {
    addLock(draft, 'renv.lock');
    const lock = parseFile(draft, joinPath(draft.project, 'renv.lock'), (source) => JSON.parse(source) as unknown);
    draft.packages = Object.keys(tableAt(lock, 'Packages')).length || undefined;
    for (const name of ['.Rprofile', 'renv/activate.R', 'renv/settings.json', 'renv/settings.dcf'])
      addConfig(draft, name);
  } else {
    addManifest(draft, 'DESCRIPTION');
  }
}
