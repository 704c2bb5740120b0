import { joinPath } from '../../shared/posix-path';
import { at, strings } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, parseFile, readText } from './draft';

export function addConanInputs(draft: Draft): void {
  const python = addManifest(draft, 'conanfile.py');
  if (!python && !addManifest(draft, 'conanfile.txt')) return;
  addLock(draft, 'conan.lock');
  if (!python) return;
  const source = readText(draft, joinPath(draft.project, 'conanfile.py')) ?? '';
  if (/^[ \t]*from\s+\.|\bload\(|\brecipe_folder\b|\bopen\(|\bexports\s*=|\bGit\(/m.test(source)) {
    draft.refusals.add('conanfile.py reads other files of the project');
  }
}

export function addVcpkgInputs(draft: Draft): void {
  if (!addManifest(draft, 'vcpkg.json')) return;
  // The baseline in it pins every version, so it takes the place of a lock file.
  if (!addConfig(draft, 'vcpkg-configuration.json')) return;
  const path = joinPath(draft.project, 'vcpkg-configuration.json');
  const configuration = parseFile(draft, path, (source) => JSON.parse(source) as unknown);
  for (const key of ['overlay-ports', 'overlay-triplets']) {
    for (const spec of strings(at(configuration, key)))
      addPathDependency(draft, { spec, folder: draft.project, manifest: path });
  }
}
