import { joinPath } from '../../shared/posix-path';
import { at, parseJsonWithComments, strings, tableAt, text } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, parseFile } from './draft';
import { matchFolders } from './globs';

export function addDenoInputs(draft: Draft): void {
  const name = ['deno.json', 'deno.jsonc'].find((file) => addManifest(draft, file));
  addManifest(draft, 'package.json');
  if (draft.manifests.size === 0) return;
  if (addLock(draft, 'deno.lock')) {
    const lock = parseFile(draft, joinPath(draft.project, 'deno.lock'), (source) => JSON.parse(source) as unknown);
    draft.packages =
      Object.keys(tableAt(lock, 'npm')).length +
        Object.keys(tableAt(lock, 'jsr')).length +
        Object.keys(tableAt(lock, 'remote')).length || undefined;
  }
  addConfig(draft, '.npmrc');
  if (name === undefined) return;
  const path = joinPath(draft.project, name);
  const config = parseFile(draft, path, parseJsonWithComments);
  const imports = text(at(config, 'importMap'));
  if (imports !== undefined && !/:\/\//.test(imports))
    addPathDependency(draft, { spec: imports, folder: draft.project, manifest: path });
  const workspace = at(config, 'workspace');
  for (const pattern of Array.isArray(workspace) ? strings(workspace) : strings(at(workspace, 'members'))) {
    const folders = matchFolders(draft, draft.project, pattern);
    for (const folder of folders) {
      const member = ['deno.json', 'deno.jsonc', 'package.json']
        .map((file) => joinPath(folder, file))
        .find((file) => isFile(draft, file));
      if (member !== undefined) draft.members.add(member);
    }
    if (folders.length === 0 && !/[*?]/.test(pattern))
      draft.missingMembers.add(joinPath(joinPath(draft.project, pattern), 'deno.json'));
  }
}
