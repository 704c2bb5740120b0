import { joinPath } from '../../shared/posix-path';
import { at, list, strings, text } from './data';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, parseFile, readText } from './draft';
import { hasGlob, matchFolders } from './globs';
import { parseYaml } from './yaml';

export function addCabalInputs(draft: Draft): void {
  addPackageFiles(draft, draft.project);
  const hasProject = addConfig(draft, 'cabal.project');
  if (draft.manifests.size === 0 && !hasProject) return;
  addLock(draft, 'cabal.project.freeze');
  addConfig(draft, 'cabal.project.local');
  draft.outputs.add('dist-newstyle');
  const source = (readText(draft, joinPath(draft.project, 'cabal.project')) ?? '').replace(/^[ \t]*--.*$/gm, '');
  for (const match of source.matchAll(/^(?:optional-)?packages:((?:.*)(?:\n[ \t]+.*)*)/gm)) {
    for (const pattern of (match[1] ?? '').split(/[\s,]+/).filter(Boolean))
      addLocalPackage(draft, pattern.replace(/\/?[^/]*\.cabal$/, ''));
  }
}

export function addStackInputs(draft: Draft): void {
  if (!addManifest(draft, 'stack.yaml')) return;
  const path = joinPath(draft.project, 'stack.yaml');
  addPackageFiles(draft, draft.project);
  addLock(draft, 'stack.yaml.lock');
  draft.outputs.add('.stack-work');
  const stack = parseFile(draft, path, parseYaml);
  for (const pattern of strings(at(stack, 'packages'))) addLocalPackage(draft, pattern);
  for (const entry of list(at(stack, 'extra-deps'))) {
    const spec = text(entry);
    if (spec !== undefined && /^\.{1,2}\/|\/$/.test(spec))
      addPathDependency(draft, { spec, folder: draft.project, manifest: path });
  }
}

function addLocalPackage(draft: Draft, pattern: string): void {
  if (pattern === '' || pattern === '.' || pattern === './') return;
  for (const folder of matchFolders(draft, draft.project, pattern)) {
    const files = draft.context.list(folder).filter((name) => name.endsWith('.cabal') || name === 'package.yaml');
    for (const name of files) if (isFile(draft, joinPath(folder, name))) draft.members.add(joinPath(folder, name));
    refuseCustomSetup(draft, folder);
  }
  const literal = joinPath(draft.project, pattern);
  if (!hasGlob(pattern) && draft.context.kind(literal) === undefined) draft.missingMembers.add(literal);
}

function addPackageFiles(draft: Draft, folder: string): void {
  for (const name of draft.context.list(folder)) {
    if (name.endsWith('.cabal') || name === 'package.yaml') addManifest(draft, name);
  }
  refuseCustomSetup(draft, folder);
}

function refuseCustomSetup(draft: Draft, folder: string): void {
  for (const name of draft.context.list(folder)) {
    if (!/\.cabal$|^package\.yaml$/.test(name)) continue;
    if (/^[ \t]*build-type:\s*custom/im.test(readText(draft, joinPath(folder, name)) ?? '')) {
      draft.refusals.add(`${joinPath(folder, name)} has a Setup program of its own, which may read the source`);
    }
  }
}
