import { dirName, joinPath } from '../../shared/posix-path';
import { addPathDependency, type Draft, isFile, readText } from './draft';

/**
 * Follows a requirements file: `-r` and `-c` lead to files relative to the file, local packages to folders relative to where
 * pip runs. Returns the number of packages listed, those of included files too.
 */
export function followRequirements(draft: Draft, path: string, visited = new Set<string>()): number {
  if (visited.has(path) || visited.size > 50 || !isFile(draft, path)) return 0;
  visited.add(path);
  const folder = dirName(path);
  let packages = 0;
  for (const line of logicalLines(readText(draft, path) ?? '')) {
    const include = /^(?:-r|-c|--requirement|--constraint)(?:\s+|=|(?=[^-\s]))(\S+)/.exec(line);
    if (include) {
      const name = include[1] ?? '';
      if (/:\/\//.test(name)) continue;
      addPathDependency(draft, {
        spec: `${line.startsWith('-c') || line.startsWith('--c') ? '-c' : '-r'} ${name}`,
        folder,
        manifest: path,
        target: name,
      });
      packages += followRequirements(draft, joinPath(folder, name), visited);
      continue;
    }
    const links = /^(?:-f|--find-links)(?:\s+|=)(\S+)/.exec(line)?.[1];
    const target = links === undefined ? localPackage(line) : /:\/\//.test(links) ? undefined : links;
    if (target !== undefined) addPathDependency(draft, { spec: line, folder: draft.project, manifest: path, target });
    if (!line.startsWith('-')) packages++;
  }
  return packages;
}

/** The path of `-e ./lib[extra]`, `./lib`, `lib/x.whl`, `name @ file:./lib`; undefined for a package of an index. */
export function localPackage(line: string): string | undefined {
  const spec = line
    .replace(/^(?:-e|--editable)(?:\s+|=)/, '')
    .replace(/\s+;.*$|\s+--hash.*$/, '')
    .trim();
  if (/^(?:git|hg|svn|bzr)\+/.test(spec)) return undefined;
  const url = /^(?:[\w.-]+(?:\[[^[\]]*\])?\s*@\s*)?file:(?:\/\/)?(.+)$/.exec(spec)?.[1];
  if (url !== undefined) return url.replace(/#.*$/, '');
  if (/:\/\//.test(spec)) return undefined;
  const path = spec.replace(/\[[^[\]]*\]$/, '');
  if (/^\.{1,2}(?:\/|$)/.test(path)) return path;
  if (/^[\w./-]+\.(?:whl|tar\.gz|zip)$/.test(path)) return path;
  return line !== spec && /^(?:-e|--editable)/.test(line) ? path : undefined;
}

/** Comments and continuations removed, empty lines left out. */
function logicalLines(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
