import { dirName, joinPath } from '../../shared/posix-path';
import {
  addConfig,
  addPathDependency,
  type Draft,
  foldersUpwards,
  isFile,
  parseFile,
  readText,
  relativeFrom,
} from './draft';
import type { InstallCall } from './install-inputs';
import { withoutXmlComments } from './xml';

const projectName = /\.(?:cs|fs|vb)proj$/i;
const solutionName = /\.(?:sln|slnx|slnf)$/i;

/** Configuration MSBuild and NuGet look for in the project's folder and every one above it. */
const inherited =
  /^(?:directory\.(?:packages|build)\.(?:props|targets)|directory\.build\.rsp|nuget\.config|global\.json|packages\.config)$/i;

export function addDotnetInputs(draft: Draft, { manifestArgs }: InstallCall): void {
  const starts =
    manifestArgs.length > 0 ? manifestArgs.flatMap((name) => entryFiles(draft, name)) : entryFiles(draft, '.');
  for (const path of starts) draft.manifests.add(path);
  if (draft.manifests.size === 0) return;
  const projects = new Set<string>();
  for (const path of starts) {
    if (solutionName.test(path))
      for (const project of solutionProjects(draft, path)) addProject(draft, project, projects);
    else addProject(draft, path, projects);
  }
  for (const folder of new Set([draft.project, ...[...projects].map(dirName)].flatMap(foldersUpwards))) {
    addInherited(draft, folder);
  }
  addConfig(draft, '.config/dotnet-tools.json');
  for (const path of projects) {
    const lock = joinPath(dirName(path), 'packages.lock.json');
    if (isFile(draft, lock)) draft.locks.add(lock);
  }
  draft.outputs.add('obj');
}

/** The file named, or what dotnet finds in the folder: a solution, else a project. */
function entryFiles(draft: Draft, name: string): readonly string[] {
  const path = joinPath(draft.project, name.replaceAll('\\', '/'));
  if (projectName.test(path) || solutionName.test(path)) return isFile(draft, path) ? [path] : [];
  const files = draft.context
    .list(path)
    .map((file) => joinPath(path, file))
    .filter((file) => isFile(draft, file));
  const solutions = files.filter((file) => solutionName.test(file) && !/\.slnf$/i.test(file));
  return solutions.length > 0 ? solutions.slice(0, 1) : files.filter((file) => projectName.test(file));
}

function solutionProjects(draft: Draft, path: string): readonly string[] {
  const source = readText(draft, path) ?? '';
  const folder = dirName(path);
  if (/\.slnf$/i.test(path)) {
    const filter = parseFile(
      draft,
      path,
      (text) => JSON.parse(text) as { solution?: { path?: string; projects?: unknown } },
    );
    const base = dirName(joinPath(folder, slashes(String(filter?.solution?.path ?? ''))));
    const projects = Array.isArray(filter?.solution?.projects) ? filter.solution.projects : [];
    return projects.map((project) => joinPath(base, slashes(String(project))));
  }
  const names = /\.slnx$/i.test(path)
    ? [...source.matchAll(/<Project\s[^<>]*\bPath\s*=\s*"([^"]+)"/gi)]
    : [...source.matchAll(/^Project\("[^"]*"\)\s*=\s*"[^"]*",\s*"([^"]+)"/gm)];
  return names
    .map((match) => match[1] ?? '')
    .filter((name) => projectName.test(name))
    .map((name) => joinPath(folder, slashes(name)));
}

/** Follows `ProjectReference` and imports of a project file. */
function addProject(draft: Draft, path: string, visited: Set<string>): void {
  if (visited.has(path) || visited.size > 500) return;
  visited.add(path);
  if (!isFile(draft, path)) {
    draft.missingMembers.add(path);
    return;
  }
  if (!draft.manifests.has(path)) draft.members.add(path);
  const source = withoutXmlComments(readText(draft, path) ?? '');
  if (!/<Project[\s/>]/.test(source)) draft.refusals.add(`${path} could not be read`);
  for (const match of source.matchAll(/<ProjectReference\s[^<>]*\bInclude\s*=\s*"([^"]+)"/gi)) {
    for (const spec of (match[1] ?? '').split(';').filter(Boolean)) {
      const target = withKnownProperties(spec);
      if (/\$\(|[*?]/.test(target)) draft.refusals.add(`${path} refers to projects by "${spec}"`);
      else addProject(draft, joinPath(dirName(path), target), visited);
    }
  }
  for (const match of source.matchAll(/<Import\s[^<>]*\bProject\s*=\s*"([^"]+)"/gi)) {
    const target = withKnownProperties(match[1] ?? '');
    if (!/\$\(|[*?]/.test(target)) addPathDependency(draft, { spec: target, folder: dirName(path), manifest: path });
  }
}

function withKnownProperties(spec: string): string {
  return slashes(
    spec.replace(/\$\(MSBuildThisFileDirectory\)|\$\(MSBuildProjectDirectory\)[\\/]?|\$\(ProjectDir\)/gi, './'),
  );
}

function addInherited(draft: Draft, folder: string): void {
  for (const name of draft.context.list(folder)) {
    if (inherited.test(name)) addConfig(draft, relativeFrom(draft.project, joinPath(folder, name)));
  }
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
