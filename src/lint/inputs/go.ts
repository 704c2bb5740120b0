import { joinPath } from '../../shared/posix-path';
import {
  addConfigUpwards,
  addLock,
  addManifest,
  addPathDependency,
  type Draft,
  foldersUpwards,
  isFile,
  readText,
} from './draft';

export function addGoInputs(draft: Draft): void {
  if (!addManifest(draft, 'go.mod')) return;
  if (addLock(draft, 'go.sum')) draft.packages = countSums(readText(draft, joinPath(draft.project, 'go.sum')) ?? '');
  addReplacements(draft);
  addWorkspace(draft);
  if (isFile(draft, joinPath(draft.project, 'vendor/modules.txt'))) {
    draft.refusals.add('the modules are vendored, so go build reads them from vendor/');
  }
}

/** Modules whose source is downloaded: lines that are not about a go.mod alone. */
function countSums(sums: string): number | undefined {
  const modules = new Set<string>();
  for (const line of sums.split('\n')) {
    const [module, version] = line.trim().split(/\s+/);
    if (module && version && !version.endsWith('/go.mod')) modules.add(`${module}@${version}`);
  }
  return modules.size || undefined;
}

/** A replacement by a folder is read for its go.mod (and go.sum), which is all `go mod download` needs of it. */
function addReplacements(draft: Draft): void {
  const manifest = joinPath(draft.project, 'go.mod');
  const source = withoutComments(readText(draft, manifest) ?? '');
  for (const match of source.matchAll(/=>\s*("?)(\.{1,2}(?:\/[^\s"]*)?|\/[^\s"]+)\1\s*$/gm)) {
    const spec = match[2] ?? '';
    const target = isFile(draft, joinPath(joinPath(draft.project, spec), 'go.mod')) ? `${spec}/go.mod` : spec;
    addPathDependency(draft, { spec, folder: draft.project, manifest, target });
  }
}

function addWorkspace(draft: Draft): void {
  const folder = foldersUpwards(draft.project).find((path) => isFile(draft, joinPath(path, 'go.work')));
  if (folder === undefined) return;
  const path = joinPath(folder, 'go.work');
  addConfigUpwards(draft, 'go.work');
  addConfigUpwards(draft, 'go.work.sum');
  const source = withoutComments(readText(draft, path) ?? '');
  const block = [...source.matchAll(/^[ \t]*use\s*\(([^)]*)\)/gm)].flatMap((match) => (match[1] ?? '').split('\n'));
  const single = [...source.matchAll(/^[ \t]*use\s+([^\s(]+)\s*$/gm)].map((match) => match[1] ?? '');
  for (const entry of [...block, ...single]) {
    const use = entry.trim().replace(/^"|"$/g, '');
    if (use === '') continue;
    const module = joinPath(joinPath(folder, use), 'go.mod');
    if (!isFile(draft, module)) draft.missingMembers.add(module);
    else draft.members.add(module);
    const sums = joinPath(joinPath(folder, use), 'go.sum');
    if (isFile(draft, sums)) draft.members.add(sums);
  }
  draft.refusals.add(`${path} joins several modules into a workspace`);
}

function withoutComments(source: string): string {
  return source.replace(/\/\/[^\n]*/g, '');
}
