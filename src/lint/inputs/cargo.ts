import { joinPath, relativeTo } from '../../shared/posix-path';
import { at, strings, type Table, table, tableAt, text } from './data';
import {
  addConfigUpwards,
  addLock,
  addManifest,
  addPathDependency,
  type Draft,
  foldersUpwards,
  isFile,
  parseFile,
  readText,
} from './draft';
import { hasGlob, matchesPath, matchFolders } from './globs';
import type { InstallCall } from './install-inputs';
import { parseToml } from './toml';

export function addCargoInputs(draft: Draft, { flags, manifestArgs }: InstallCall): void {
  if (flags.has('--recipe-path') || manifestArgs.some((name) => name.endsWith('.json'))) return;
  if (!addManifest(draft, 'Cargo.toml')) return;
  if (addLock(draft, 'Cargo.lock')) {
    draft.packages = readText(draft, joinPath(draft.project, 'Cargo.lock'))?.match(/^\[\[package\]\]/gm)?.length;
  }
  for (const name of ['.cargo/config.toml', '.cargo/config', 'rust-toolchain.toml', 'rust-toolchain']) {
    addConfigUpwards(draft, name);
  }
  draft.outputs.add('target');
  const root = readCargo(draft, draft.project);
  if (!root) return;
  const members = addMembers(draft, root);
  const folders = new Set([draft.project, ...members]);
  for (const folder of folders) {
    const manifest = folder === draft.project ? root : readCargo(draft, folder);
    if (manifest) addPaths(draft, folder, manifest, folders);
  }
  draft.refusals.add(
    members.length > 0
      ? 'cargo needs a source file beside each Cargo.toml of the workspace'
      : 'cargo needs src/main.rs or src/lib.rs beside Cargo.toml',
  );
  const above = foldersUpwards(draft.project)
    .slice(1)
    .find((folder) => at(readCargo(draft, folder), 'workspace') !== undefined);
  if (above !== undefined && at(root, 'workspace') === undefined) {
    draft.refusals.add(`${joinPath(above, 'Cargo.toml')} is the root of a workspace around it`);
  }
}

function readCargo(draft: Draft, folder: string): Table | undefined {
  const parsed = parseFile(draft, joinPath(folder, 'Cargo.toml'), parseToml);
  return parsed === undefined ? undefined : table(parsed);
}

/** Folders of members. Path dependencies below the root are members too; they are found as path dependencies. */
function addMembers(draft: Draft, root: Table): readonly string[] {
  const workspace = tableAt(root, 'workspace');
  const excluded = strings(workspace.exclude);
  const folders = new Set<string>();
  for (const pattern of strings(workspace.members)) {
    for (const folder of matchFolders(draft, draft.project, pattern)) {
      const relative = relativeTo(draft.project, folder) ?? folder;
      if (folder === draft.project || excluded.some((path) => matchesPath(path, relative))) continue;
      const path = joinPath(folder, 'Cargo.toml');
      if (!isFile(draft, path)) continue;
      draft.members.add(path);
      folders.add(folder);
    }
    const literal = joinPath(joinPath(draft.project, pattern), 'Cargo.toml');
    if (!hasGlob(pattern) && !isFile(draft, literal)) draft.missingMembers.add(literal);
  }
  return [...folders];
}

function addPaths(draft: Draft, folder: string, manifest: Table, members: ReadonlySet<string>): void {
  const targets = Object.values(tableAt(manifest, 'target'));
  const patches = Object.values(tableAt(manifest, 'patch'));
  const sections = [manifest, tableAt(manifest, 'workspace'), ...targets].flatMap((owner) =>
    ['dependencies', 'dev-dependencies', 'build-dependencies'].map((name) => tableAt(owner, name)),
  );
  for (const dependencies of [...sections, ...patches.map(table), tableAt(manifest, 'replace')]) {
    for (const entry of Object.values(dependencies)) {
      const spec = text(at(entry, 'path'));
      if (spec === undefined || members.has(joinPath(folder, spec))) continue;
      addPathDependency(draft, { spec, folder, manifest: joinPath(folder, 'Cargo.toml') });
    }
  }
}
