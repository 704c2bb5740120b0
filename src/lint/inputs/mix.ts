import { joinPath } from '../../shared/posix-path';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, readText } from './draft';
import { matchFolders } from './globs';

export function addMixInputs(draft: Draft): void {
  if (!addManifest(draft, 'mix.exs')) return;
  if (addLock(draft, 'mix.lock')) {
    draft.packages = readText(draft, joinPath(draft.project, 'mix.lock'))?.match(/^\s+"[^"]+": *\{/gm)?.length;
  }
  // Compile-time configuration is an input of deps.compile; config/runtime.exs is read when the program starts.
  addConfig(draft, 'config/config.exs');
  addConfig(draft, 'config/prod.exs');
  draft.outputs.add('deps');
  draft.outputs.add('_build');
  const root = joinPath(draft.project, 'mix.exs');
  const source = withoutComments(readText(draft, root) ?? '');
  const apps = /\bapps_path:\s*"([^"]+)"/.exec(source)?.[1];
  addPaths(draft, root, draft.project, source);
  if (apps === undefined) return;
  for (const folder of matchFolders(draft, draft.project, `${apps}/*`)) {
    const path = joinPath(folder, 'mix.exs');
    if (!isFile(draft, path)) continue;
    draft.members.add(path);
    addPaths(draft, path, folder, withoutComments(readText(draft, path) ?? ''));
  }
}

function addPaths(draft: Draft, manifest: string, folder: string, source: string): void {
  for (const match of source.matchAll(/\bpath:\s*"([^"#]+)"/g)) {
    if (/\bin_umbrella:\s*true/.test(match[0])) continue;
    addPathDependency(draft, { spec: match[1] ?? '', folder, manifest });
  }
  for (const match of source.matchAll(/\bFile\.(?:read|stream)!?\(\s*"([^"#]+)"/g)) {
    addPathDependency(draft, { spec: match[1] ?? '', folder, manifest });
  }
}

function withoutComments(source: string): string {
  return source.replace(/(^|\s)#[^\n]*/g, '$1');
}
