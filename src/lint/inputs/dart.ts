import { joinPath } from '../../shared/posix-path';
import { at, strings, table, tableAt, text } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, parseFile, readText } from './draft';
import { hasGlob, matchFolders } from './globs';
import { parseYaml } from './yaml';

export function addDartInputs(draft: Draft): void {
  if (!addManifest(draft, 'pubspec.yaml')) return;
  if (addLock(draft, 'pubspec.lock')) {
    const lock = readText(draft, joinPath(draft.project, 'pubspec.lock')) ?? '';
    draft.packages = lock.match(/^ {2}\w[\w-]*:[ \t]*$/gm)?.length;
  }
  const overrides = addConfig(draft, 'pubspec_overrides.yaml');
  draft.outputs.add('.dart_tool');
  const root = joinPath(draft.project, 'pubspec.yaml');
  const pubspec = parseFile(draft, root, parseYaml);
  const members = strings(at(pubspec, 'workspace')).flatMap((pattern) => memberFolders(draft, pattern));
  addPaths(draft, root, draft.project, new Set(members));
  if (overrides) addPaths(draft, joinPath(draft.project, 'pubspec_overrides.yaml'), draft.project, new Set(members));
  for (const folder of members) {
    const path = joinPath(folder, 'pubspec.yaml');
    draft.members.add(path);
    addPaths(draft, path, folder, new Set(members));
  }
}

function memberFolders(draft: Draft, pattern: string): readonly string[] {
  const folders = matchFolders(draft, draft.project, pattern).filter((folder) =>
    isFile(draft, joinPath(folder, 'pubspec.yaml')),
  );
  if (folders.length === 0 && !hasGlob(pattern))
    draft.missingMembers.add(joinPath(joinPath(draft.project, pattern), 'pubspec.yaml'));
  return folders;
}

function addPaths(draft: Draft, manifest: string, folder: string, members: ReadonlySet<string>): void {
  const pubspec = table(parseFile(draft, manifest, parseYaml));
  for (const section of ['dependencies', 'dev_dependencies', 'dependency_overrides']) {
    for (const entry of Object.values(tableAt(pubspec, section))) {
      const spec = text(at(entry, 'path'));
      if (spec !== undefined && !members.has(joinPath(folder, spec)))
        addPathDependency(draft, { spec, folder, manifest });
    }
  }
}
