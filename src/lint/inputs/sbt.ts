import { joinPath } from '../../shared/posix-path';
import { addConfig, addLock, addManifest, type Draft, isFile, readText } from './draft';

export function addSbtInputs(draft: Draft): void {
  if (!addManifest(draft, 'build.sbt')) return;
  for (const name of draft.context.list(joinPath(draft.project, 'project'))) {
    if (/\.(?:sbt|scala)$/.test(name)) addManifest(draft, `project/${name}`);
  }
  addLock(draft, 'build.sbt.lock');
  for (const name of ['project/build.properties', '.jvmopts', '.sbtopts']) addConfig(draft, name);
  draft.outputs.add('target');
  const sources = [...draft.manifests].map((path) => readText(draft, path) ?? '').join('\n');
  const versioned = /sbt-(?:dynver|git|buildinfo-git|ci-release)\b/.exec(sources)?.[0];
  if (versioned !== undefined) draft.refusals.add(`${versioned} takes the version from .git`);
  for (const match of sources.matchAll(/(?:\bin\s+|project\.in\(\s*)?file\(\s*"([^".][^"]*)"\s*\)/g)) {
    const path = joinPath(joinPath(draft.project, match[1] ?? ''), 'build.sbt');
    if (isFile(draft, path)) draft.members.add(path);
  }
}
