import { dirName, joinPath } from '../../shared/posix-path';
import { addConfig, addManifest, addPathDependency, type Draft, isFile, readText } from './draft';
import { withoutXmlComments } from './xml';

export function addMavenInputs(draft: Draft): void {
  if (!addManifest(draft, 'pom.xml')) return;
  addConfig(draft, '.mvn');
  addConfig(draft, 'mvnw');
  draft.outputs.add('target');
  const root = joinPath(draft.project, 'pom.xml');
  addModules(draft, root, new Set([root]));
  if (draft.members.size > 0) {
    draft.refusals.add(
      'the modules may depend on each other, and dependency:go-offline cannot resolve what is not built yet',
    );
  }
}

function addModules(draft: Draft, pom: string, visited: Set<string>): void {
  const source = withoutXmlComments(readText(draft, pom) ?? '');
  if (!/<project[\s/>]/.test(source)) draft.refusals.add(`${pom} could not be read`);
  addParent(draft, pom, source, visited);
  for (const match of source.matchAll(/<systemPath>\s*\$\{(?:project\.)?basedir\}\/([^<$]+?)\s*<\/systemPath>/g)) {
    addPathDependency(draft, { spec: match[1] ?? '', folder: dirName(pom), manifest: pom });
  }
  for (const match of source.matchAll(/<(?:module|subproject)>\s*([^<]+?)\s*<\/(?:module|subproject)>/g)) {
    const module = joinPath(dirName(pom), (match[1] ?? '').replaceAll('\\', '/'));
    const path = module.endsWith('.xml') ? module : joinPath(module, 'pom.xml');
    if (visited.has(path) || visited.size > 500) continue;
    visited.add(path);
    if (!isFile(draft, path)) draft.missingMembers.add(path);
    else {
      draft.members.add(path);
      addModules(draft, path, visited);
    }
  }
}

/** A parent is looked for at `../pom.xml` unless told otherwise; when nothing is there, it comes from a repository. */
function addParent(draft: Draft, pom: string, source: string, visited: ReadonlySet<string>): void {
  const parent = /<parent>([\s\S]*?)<\/parent>/.exec(source)?.[1];
  if (parent === undefined || /<relativePath>\s*<\/relativePath>|<relativePath\s*\/>/.test(parent)) return;
  const written = /<relativePath>\s*([^<]+?)\s*<\/relativePath>/.exec(parent)?.[1] ?? '../pom.xml';
  const spec = written.endsWith('.xml') ? written : `${written}/pom.xml`;
  const path = joinPath(dirName(pom), spec);
  if (visited.has(path) || !isFile(draft, path) || !isSameArtifact(parent, readText(draft, path) ?? '')) return;
  addPathDependency(draft, { spec, folder: dirName(pom), manifest: pom });
}

/** A pom that happens to stand above a module is its parent only if it has the name. */
function isSameArtifact(parent: string, candidate: string): boolean {
  const wanted = /<artifactId>\s*([^<]+?)\s*<\/artifactId>/.exec(parent)?.[1];
  const own = withoutXmlComments(candidate).replace(
    /<parent>[\s\S]*?<\/parent>|<(dependencies|build|plugins)>[\s\S]*?<\/\1>/g,
    '',
  );
  return /<artifactId>\s*([^<]+?)\s*<\/artifactId>/.exec(own)?.[1] === wanted;
}
