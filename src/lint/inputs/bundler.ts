import { joinPath } from '../../shared/posix-path';
import { addConfig, addLock, addManifest, addPathDependency, type Draft, isFile, readText } from './draft';

export function addBundlerInputs(draft: Draft): void {
  const gemfile = addManifest(draft, 'Gemfile') ? 'Gemfile' : addManifest(draft, 'gems.rb') ? 'gems.rb' : undefined;
  if (gemfile === undefined) return;
  const lock = gemfile === 'Gemfile' ? 'Gemfile.lock' : 'gems.locked';
  if (addLock(draft, lock)) {
    draft.packages = readText(draft, joinPath(draft.project, lock))?.match(/^ {4}[^\s(]+ \([^)]*\)$/gm)?.length;
  }
  addConfig(draft, '.bundle/config');
  addConfig(draft, 'vendor/cache');
  draft.outputs.add('vendor/bundle');
  followGemfile(draft, joinPath(draft.project, gemfile), new Set());
}

function followGemfile(draft: Draft, path: string, visited: Set<string>): void {
  if (visited.has(path) || visited.size > 50) return;
  visited.add(path);
  const source = withoutComments(readText(draft, path) ?? '');
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const add = (spec: string) => addPathDependency(draft, { spec, folder, manifest: path });
  const version = /^[ \t]*ruby\b.*\bfile:\s*["']([^"']+)["']/m.exec(source)?.[1];
  if (version !== undefined) add(version);
  for (const match of source.matchAll(/\bpath(?::|\s*=>|\s)\s*["']([^"'#]+)["']/g)) add(match[1] ?? '');
  for (const match of source.matchAll(
    /\beval_gemfile\b[\s(]*(?:File\.(?:expand_path|join)\(\s*(?:__dir__\s*,\s*)?)?["']([^"'#]+)["']/g,
  )) {
    add(match[1] ?? '');
    followGemfile(draft, joinPath(folder, match[1] ?? ''), visited);
  }
  for (const match of source.matchAll(/\brequire_relative\b[\s(]*["']([^"'#]+)["']/g)) {
    const name = match[1] ?? '';
    add(isFile(draft, joinPath(folder, `${name}.rb`)) ? `${name}.rb` : name);
  }
  for (const match of source.matchAll(/\bFile\.read(?:lines)?\b[\s(]*["']([^"'#]+)["']/g)) add(match[1] ?? '');
  if (/\beval_gemfile\b(?!.*["'])|\b(?:Dir|Pathname)\b\s*[.[(]/.test(source)) {
    draft.refusals.add(`${path} looks for files with code`);
  }
  if (/^[ \t]*gemspec\b/m.test(source)) addGemspecs(draft, folder, path, source);
}

/** A gemspec is a program: what it requires and lists belongs to the install. */
function addGemspecs(draft: Draft, folder: string, gemfile: string, source: string): void {
  const named = /^[ \t]*gemspec\b.*\bpath(?::|\s*=>)\s*["']([^"'#]+)["']/m.exec(source)?.[1];
  const home = named === undefined ? folder : joinPath(folder, named);
  let found = false;
  for (const name of draft.context.list(home).filter((file) => file.endsWith('.gemspec'))) {
    const path = joinPath(home, name);
    if (!isFile(draft, path)) continue;
    found = true;
    addPathDependency(draft, { spec: 'gemspec', folder: '', manifest: gemfile, target: path });
    const spec = withoutComments(readText(draft, path) ?? '');
    if (/git\b.{0,20}ls-files/.test(spec)) draft.refusals.add(`${path} lists its files with git ls-files`);
    else if (/\bDir\b\s*[.[(]/.test(spec)) draft.refusals.add(`${path} lists its files from the source`);
    for (const match of spec.matchAll(
      /\brequire(?:_relative)?\b[\s(]*(?:File\.(?:expand_path|join)\(\s*)?["']([^"'#]+)["']/g,
    )) {
      const target = ['', '.rb'].flatMap((ending) => [
        joinPath(home, `${match[1]}${ending}`),
        joinPath(home, `lib/${match[1]}${ending}`),
      ]);
      const required = target.find((file) => isFile(draft, file));
      if (required !== undefined)
        addPathDependency(draft, { spec: match[1] ?? '', folder: '', manifest: path, target: required });
    }
  }
  if (!found) draft.refusals.add(`${gemfile} names a gemspec that was not found`);
}

function withoutComments(source: string): string {
  return source.replace(/^[ \t]*#.*$/gm, '');
}
