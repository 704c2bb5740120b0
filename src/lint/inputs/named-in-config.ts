import { baseName, dirName, joinPath } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';

/**
 * Paths of the context that a configuration or manifest names in its text, existing or not known to: a certificate, a local
 * source of packages, an imported file of properties. Only of kinds whose text is read so; lock files and package.json name
 * much that an install does not read.
 */
export function filesNamedIn(path: string, context: ContextFiles): readonly string[] {
  const pattern = patternFor(baseName(path));
  if (!pattern || context.kind(path) !== 'file') return [];
  const folder = dirName(path);
  return [...(context.read(path) ?? '').matchAll(pattern)].flatMap(([, written = '']) => {
    const name = written.replaceAll('\\', '/').replace(/^\$\(MSBuildThisFileDirectory\)\/?/, '');
    if (/^[/~$]|:\/\/|^[@#;-]/.test(name) || !/[./]/.test(name)) return [];
    const named = joinPath(folder, name);
    return named === '' || named.startsWith('..') ? [] : [named];
  });
}

function patternFor(name: string): RegExp | undefined {
  if (/\.(?:cs|fs|vb)proj$|\.(?:props|targets)$/i.test(name)) return /<Import\b[^>]*\bProject="([^"]+)"/g;
  if (/^nuget\.config$/i.test(name)) return /\bvalue="([^"]+)"/g;
  if (/^\.(?:npm|yarn)rc$|^\.yarnrc\.yml$|^bunfig\.toml$|^pip\.conf$|^requirements.*\.(?:txt|in)$/.test(name))
    return /([^\s"'=,;()[\]]+)/g;
  return undefined;
}
