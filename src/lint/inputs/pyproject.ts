import { joinPath } from '../../shared/posix-path';
import { at, strings, type Table, table, tableAt, text } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, parseFile } from './draft';
import { hasGlob, matchesPath, matchFolders } from './globs';
import type { InstallCall } from './install-inputs';
import { addPythonVersion, countTables, refuseOwnPackage } from './python';
import { localPackage } from './requirements';
import { parseToml } from './toml';

/** `uv sync`. `uv pip` is pip. */
export function addUvInputs(draft: Draft, { flags }: InstallCall): void {
  if (!addManifest(draft, 'pyproject.toml')) return;
  if (addLock(draft, 'uv.lock')) draft.packages = countTables(draft, 'uv.lock', 'package') || undefined;
  addConfig(draft, 'uv.toml');
  addPythonVersion(draft);
  draft.outputs.add('.venv');
  const pyproject = readProject(draft, draft.project);
  if (!pyproject) return;
  const noMembers = flags.has('--no-install-workspace') || flags.has('--no-install-local');
  const members = addUvMembers(draft, pyproject);
  if (noMembers && flags.has('--frozen')) draft.members.clear();
  if (members > 0 && !noMembers)
    draft.refusals.add('uv sync also builds the members of the workspace, which needs their source');
  addSources(draft, pyproject, flags.has('--no-install-local'));
  const packaged = at(pyproject, 'tool', 'uv', 'package') ?? at(pyproject, 'build-system') !== undefined;
  if (packaged !== false && !noMembers && !flags.has('--no-install-project')) refuseOwnPackage(draft, 'uv sync', '.');
}

export function addPoetryInputs(draft: Draft, { flags }: InstallCall): void {
  if (!addManifest(draft, 'pyproject.toml')) return;
  if (addLock(draft, 'poetry.lock')) draft.packages = countTables(draft, 'poetry.lock', 'package') || undefined;
  addConfig(draft, 'poetry.toml');
  draft.outputs.add('.venv');
  const pyproject = readProject(draft, draft.project);
  if (!pyproject) return;
  const poetry = tableAt(pyproject, 'tool', 'poetry');
  if (!flags.has('--no-directory')) {
    const groups = Object.values(tableAt(poetry, 'group')).map((group) => tableAt(group, 'dependencies'));
    for (const dependencies of [tableAt(poetry, 'dependencies'), tableAt(poetry, 'dev-dependencies'), ...groups]) {
      addPathEntries(draft, dependencies);
    }
    addLocalRequirements(draft, strings(at(pyproject, 'project', 'dependencies')));
  }
  const root = at(poetry, 'package-mode') !== false;
  if (root && !flags.has('--no-root')) refuseOwnPackage(draft, 'poetry install', '.');
}

export function addPdmInputs(draft: Draft, { flags }: InstallCall): void {
  if (!addManifest(draft, 'pyproject.toml')) return;
  if (addLock(draft, 'pdm.lock')) draft.packages = countTables(draft, 'pdm.lock', 'package') || undefined;
  addConfig(draft, 'pdm.toml');
  draft.outputs.add('.venv');
  const pyproject = readProject(draft, draft.project);
  if (!pyproject) return;
  addLocalRequirements(draft, strings(at(pyproject, 'project', 'dependencies')));
  for (const group of Object.values(tableAt(pyproject, 'tool', 'pdm', 'dev-dependencies'))) {
    addLocalRequirements(draft, strings(group));
  }
  const distributed = at(pyproject, 'tool', 'pdm', 'distribution') !== false;
  if (distributed && !flags.has('--no-self')) refuseOwnPackage(draft, 'pdm', '.');
}

function readProject(draft: Draft, folder: string): Table | undefined {
  const parsed = parseFile(draft, joinPath(folder, 'pyproject.toml'), parseToml);
  return parsed === undefined ? undefined : table(parsed);
}

function addUvMembers(draft: Draft, pyproject: Table): number {
  const workspace = tableAt(pyproject, 'tool', 'uv', 'workspace');
  const excluded = strings(workspace.exclude);
  let members = 0;
  for (const pattern of strings(workspace.members)) {
    for (const folder of matchFolders(draft, draft.project, pattern)) {
      const relative = draft.project === '' ? folder : folder.slice(draft.project.length + 1);
      if (excluded.some((exclusion) => matchesPath(exclusion, relative))) continue;
      const path = joinPath(folder, 'pyproject.toml');
      if (!isFile(draft, path)) continue;
      members++;
      draft.members.add(path);
    }
    const literal = joinPath(joinPath(draft.project, pattern), 'pyproject.toml');
    if (!hasGlob(pattern) && !isFile(draft, literal)) draft.missingMembers.add(literal);
  }
  return members;
}

/** `tool.uv.sources`: one table or a list of them per package. Workspace members are covered by their manifests. */
function addSources(draft: Draft, pyproject: Table, local: boolean): void {
  if (local) return;
  for (const source of Object.values(tableAt(pyproject, 'tool', 'uv', 'sources'))) {
    for (const entry of Array.isArray(source) ? source : [source]) {
      const path = text(at(entry, 'path'));
      if (path !== undefined) addOwn(draft, path);
    }
  }
}

function addPathEntries(draft: Draft, dependencies: Table): void {
  for (const value of Object.values(dependencies)) {
    for (const entry of Array.isArray(value) ? value : [value]) {
      const path = text(at(entry, 'path'));
      if (path !== undefined) addOwn(draft, path);
    }
  }
}

function addLocalRequirements(draft: Draft, lines: readonly string[]): void {
  for (const line of lines) {
    const path = localPackage(line)?.replace(/^\/?\$\{PROJECT_ROOT\}\/?/, '');
    if (path !== undefined) addOwn(draft, path);
  }
}

function addOwn(draft: Draft, path: string): void {
  addPathDependency(draft, { spec: path, folder: draft.project, manifest: joinPath(draft.project, 'pyproject.toml') });
}
