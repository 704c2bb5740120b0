import { joinPath } from '../../shared/posix-path';
import { addPathDependency, type Draft } from './draft';
import { type NodePackage, packageDependencies, packageOverrides } from './node-package';

/**
 * Records dependencies on folders and files of the project: `file:`, `link:`, `portal:`, `exec:`, bare relative paths and
 * the files of yarn's `patch:`. Those that are workspace members are covered by their manifests.
 */
export function addNodeDependencies(draft: Draft, pkg: NodePackage, members: ReadonlySet<string>): void {
  for (const [, range] of [...packageDependencies(pkg), ...packageOverrides(pkg)]) {
    for (const target of localTargets(range)) {
      const fromRoot = target.startsWith('~/');
      const folder = fromRoot ? draft.project : pkg.folder;
      const path = fromRoot ? target.slice(2) : target;
      if (members.has(joinPath(folder, path))) continue;
      addPathDependency(draft, { spec: range, folder, manifest: pkg.path, target: path });
    }
  }
}

function localTargets(range: string): readonly string[] {
  const protocol = /^(file|link|portal|exec):(.*)$/.exec(range);
  if (protocol) {
    const path = protocol[2] ?? '';
    return path.startsWith('//') ? [] : [path.replace(/#.*$|::.*$/, '')];
  }
  if (range.startsWith('patch:')) return patchFiles(range);
  return /^\.{1,2}\//.test(range) ? [range] : [];
}

/** `patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch::version=1`; several are joined by `&`, those built into yarn are in `<>`. */
function patchFiles(range: string): readonly string[] {
  const sources = range.slice(range.indexOf('#') + 1).split('::')[0] ?? '';
  return sources
    .split('&')
    .map((source) => source.replace(/^optional!/, ''))
    .filter((source) => /^(?:~|\.{1,2})\//.test(source));
}
