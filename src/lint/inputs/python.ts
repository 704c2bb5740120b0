import { joinPath } from '../../shared/posix-path';
import { at, list, strings, tableAt, text } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, parseFile, readText } from './draft';
import type { InstallCall } from './install-inputs';
import { followRequirements, localPackage } from './requirements';
import { parseToml } from './toml';
import { parseYaml } from './yaml';

export function addPipInputs(draft: Draft, { manifestArgs }: InstallCall): void {
  const named = manifestArgs.length > 0 ? manifestArgs : ['requirements.txt'];
  let packages = 0;
  for (const name of named) {
    if (localPackage(name) !== undefined || name === '') refuseOwnPackage(draft, 'pip install', name);
    else if (addManifest(draft, name)) packages += followRequirements(draft, joinPath(draft.project, name));
  }
  if (addLock(draft, 'pylock.toml')) packages ||= countTables(draft, 'pylock.toml', 'packages');
  draft.packages = packages || undefined;
}

export function addPipenvInputs(draft: Draft): void {
  if (!addManifest(draft, 'Pipfile')) return;
  if (addLock(draft, 'Pipfile.lock')) {
    const lock = parseFile(draft, joinPath(draft.project, 'Pipfile.lock'), (source) => JSON.parse(source) as unknown);
    draft.packages = Object.keys(tableAt(lock, 'default')).length || undefined;
  }
  const path = joinPath(draft.project, 'Pipfile');
  const pipfile = parseFile(draft, path, parseToml);
  for (const section of ['packages', 'dev-packages']) {
    for (const entry of Object.values(tableAt(pipfile, section))) {
      const target = text(at(entry, 'path')) ?? localFile(text(at(entry, 'file')));
      if (target === undefined) continue;
      if (joinPath(draft.project, target) === draft.project) refuseOwnPackage(draft, 'the Pipfile', target);
      else addPathDependency(draft, { spec: target, folder: draft.project, manifest: path });
    }
  }
}

/** conda, mamba, micromamba and pixi. */
export function addCondaInputs(draft: Draft, { ecosystem, manifestArgs }: InstallCall): void {
  if (ecosystem === 'pixi' || (manifestArgs.length === 0 && isFile(draft, joinPath(draft.project, 'pixi.toml')))) {
    if (!addManifest(draft, 'pixi.toml')) return;
    addLock(draft, 'pixi.lock');
    draft.outputs.add('.pixi');
    return;
  }
  const named = manifestArgs.length > 0 ? manifestArgs : ['environment.yml', 'environment.yaml'];
  for (const name of named) {
    if (addManifest(draft, name) && /\.ya?ml$/.test(name)) followEnvironment(draft, joinPath(draft.project, name));
  }
  if (draft.manifests.size === 0) return;
  addLock(draft, 'conda-lock.yml');
}

/** The `pip:` section is a requirements file in itself; paths in it are relative to the environment file's folder. */
function followEnvironment(draft: Draft, path: string): void {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  for (const dependency of list(at(parseFile(draft, path, parseYaml), 'dependencies'))) {
    for (const line of strings(at(dependency, 'pip'))) {
      const include = /^(?:-r|-c|--requirement|--constraint)(?:\s+|=)(\S+)/.exec(line)?.[1];
      const target = include ?? localPackage(line);
      if (target === undefined || /:\/\//.test(target)) continue;
      if (joinPath(folder, target) === draft.project) refuseOwnPackage(draft, 'the environment file', line);
      else addPathDependency(draft, { spec: line, folder, manifest: path, target });
      if (include !== undefined) followRequirements(draft, joinPath(folder, include));
    }
  }
}

/** Building the project's own package reads the source, its readme and, for a version taken from tags, `.git`. */
export function refuseOwnPackage(draft: Draft, command: string, target: string): void {
  const folder = joinPath(draft.project, target.replace(/\[[^[\]]*\]$/, ''));
  const project = readText(draft, joinPath(folder, 'pyproject.toml')) ?? '';
  const setup = readText(draft, joinPath(folder, 'setup.py')) ?? '';
  if (isFile(draft, joinPath(folder, 'pyproject.toml'))) draft.manifests.add(joinPath(folder, 'pyproject.toml'));
  const versioned = /setuptools[-_]scm|hatch-vcs|poetry-dynamic-versioning|versioneer|pdm-backend.*scm/.exec(
    project + setup,
  );
  draft.refusals.add(
    versioned
      ? `${command} builds the project itself, whose version ${versioned[0]} takes from .git`
      : `${command} builds the project itself, which needs its source`,
  );
}

/** Number of `[[name]]` tables of a TOML lock file. */
export function countTables(draft: Draft, name: string, tables: string): number {
  const lock = readText(draft, joinPath(draft.project, name)) ?? '';
  return lock.match(new RegExp(`^\\[\\[${tables}\\]\\]`, 'gm'))?.length ?? 0;
}

export function addPythonVersion(draft: Draft): void {
  addConfig(draft, '.python-version');
}

function localFile(file: string | undefined): string | undefined {
  return file === undefined || /:\/\//.test(file) ? undefined : file;
}
