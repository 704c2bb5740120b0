import { joinPath, relativeTo } from '../../shared/posix-path';
import { at, strings } from './data';
import { type Draft, foldersUpwards, isFile, parseFile } from './draft';
import { hasGlob, matchesPath, matchFolders } from './globs';
import { type NodeManager, type NodePackage, readPackage } from './node-package';
import { parseYaml } from './yaml';

/** Finds the workspace members of a root package, records their manifests, and returns those that could be read. */
export function addWorkspaceMembers(draft: Draft, root: NodePackage, manager: NodeManager): readonly NodePackage[] {
  const patterns = workspacePatterns(draft, root.folder, manager, root);
  const members: NodePackage[] = [];
  for (const folder of memberFolders(draft, root.folder, patterns)) {
    const member = readPackage(draft, folder);
    draft.members.add(joinPath(folder, 'package.json'));
    if (member) members.push(member);
  }
  for (const pattern of patterns) {
    if (pattern.startsWith('!') || hasGlob(pattern)) continue;
    const path = joinPath(joinPath(root.folder, pattern), 'package.json');
    if (!isFile(draft, path)) draft.missingMembers.add(path);
  }
  for (const path of ignoredMembers(draft, root.folder, patterns)) draft.missingMembers.add(path);
  return members;
}

/** A folder above that has this project among its workspace members: the lock and the other members are there. */
export function workspaceRootOf(draft: Draft, project: string, manager: NodeManager): string | undefined {
  return foldersUpwards(project)
    .slice(1)
    .find((folder) => {
      const root = readPackage(draft, folder);
      const patterns = workspacePatterns(draft, folder, manager, root);
      return patterns.length > 0 && memberFolders(draft, folder, patterns).includes(project);
    });
}

/** pnpm reads its own file and nothing else; the others read package.json. */
function workspacePatterns(
  draft: Draft,
  folder: string,
  manager: NodeManager,
  root: NodePackage | undefined,
): readonly string[] {
  if (manager === 'pnpm') {
    return strings(at(parseFile(draft, joinPath(folder, 'pnpm-workspace.yaml'), parseYaml), 'packages'));
  }
  const workspaces = at(root?.content, 'workspaces');
  return Array.isArray(workspaces) ? strings(workspaces) : strings(at(workspaces, 'packages'));
}

function memberFolders(draft: Draft, root: string, patterns: readonly string[]): readonly string[] {
  const negations = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const folders = new Set(
    patterns
      .filter((pattern) => !pattern.startsWith('!'))
      .flatMap((pattern) => matchFolders(draft, root, pattern))
      .filter((folder) => folder !== root && isFile(draft, joinPath(folder, 'package.json')))
      .filter((folder) => {
        const relative = relativeTo(root, folder);
        return relative === undefined || !negations.some((negation) => matchesPath(negation, relative));
      }),
  );
  return [...folders].sort();
}

function ignoredMembers(draft: Draft, root: string, patterns: readonly string[]): readonly string[] {
  const { context } = draft;
  return patterns
    .filter((pattern) => !pattern.startsWith('!') && hasGlob(pattern))
    .flatMap((pattern) => matchFolders(draft, root, pattern))
    .map((folder) => joinPath(folder, 'package.json'))
    .filter((path) => context.kind(path) === 'file' && context.ignored(path));
}
