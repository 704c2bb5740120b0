import { joinPath } from '../../shared/posix-path';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isDirectory, isFile, readText } from './draft';

export function addGradleInputs(draft: Draft): void {
  for (const name of ['settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts'])
    addManifest(draft, name);
  if (draft.manifests.size === 0) return;
  addLock(draft, 'gradle.lockfile');
  addLock(draft, 'gradle/verification-metadata.xml');
  for (const name of [
    'gradle.properties',
    'gradle/libs.versions.toml',
    'gradle/wrapper',
    'gradlew',
    'buildSrc',
    'build-logic',
  ]) {
    addConfig(draft, name);
  }
  draft.outputs.add('build');
  draft.outputs.add('.gradle');
  for (const path of [...draft.manifests]) addScript(draft, path);
  for (const folder of ['buildSrc', 'build-logic']) {
    if (isDirectory(draft, joinPath(draft.project, folder))) {
      draft.refusals.add(`Gradle compiles ${folder} before it resolves anything`);
    }
  }
  if (draft.members.size > 0) {
    draft.refusals.add('"gradle dependencies" downloads nothing for the subprojects');
  }
}

function addScript(draft: Draft, path: string): void {
  const source = withoutComments(readText(draft, path) ?? '');
  if (/(^|\/)settings\.gradle/.test(path)) {
    for (const project of includedProjects(source)) addSubproject(draft, project);
    if (/\bincludeBuild\b/.test(source))
      draft.refusals.add(`${path} includes other builds, which Gradle configures first`);
    if (/\.projectDir\s*=/.test(source)) draft.refusals.add(`${path} sets folders of subprojects in code`);
  }
  for (const match of source.matchAll(
    /\bapply\s*(?:\(\s*)?from\s*[:=]\s*(?:file\()?\s*["'](?:\$\{?(?:rootDir|rootProject\.projectDir|projectDir)\}?\/)?([^"'$]+)["']/g,
  )) {
    const spec = match[1] ?? '';
    if (!/:\/\//.test(spec)) addPathDependency(draft, { spec, folder: draft.project, manifest: path });
  }
}

/** `include ':a', 'b:c'`, `include(":a")`, over several lines: `:` separates folders. */
function includedProjects(source: string): readonly string[] {
  return [...source.matchAll(/\binclude\b\s*\(?((?:\s*,?\s*["'][^"'\n]+["'])+)/g)].flatMap((match) =>
    [...(match[1] ?? '').matchAll(/["']([^"']+)["']/g)].map((name) =>
      (name[1] ?? '').replace(/^:/, '').replaceAll(':', '/'),
    ),
  );
}

/** A subproject without a build script is allowed. */
function addSubproject(draft: Draft, project: string): void {
  for (const name of [
    'build.gradle',
    'build.gradle.kts',
    `${project.slice(project.lastIndexOf('/') + 1)}.gradle.kts`,
  ]) {
    const path = joinPath(joinPath(draft.project, project), name);
    if (isFile(draft, path)) draft.members.add(path);
  }
  if (!isDirectory(draft, joinPath(draft.project, project))) draft.missingMembers.add(joinPath(draft.project, project));
}

function withoutComments(source: string): string {
  return source.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('/') ? '' : part,
  );
}
