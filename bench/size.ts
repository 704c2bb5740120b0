import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kilobytes, packageExtension, type Row, repositoryRoot } from './measure';

interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly kind: string }[] }>
  >;
}

/** What is installed, and how much of it is read before the first Dockerfile or view is seen. */
export function size(): readonly Row[] {
  packageExtension();
  const dist = join(repositoryRoot, 'dist');
  const sizeOf = (path: string) => statSync(path).size;
  const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const wasm = readdirSync(dist).filter((name) => name.endsWith('.wasm'));
  const { name, version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const sum = (names: readonly string[]) =>
    kilobytes(names.reduce((total, file) => total + sizeOf(join(dist, file)), 0));
  const metafile = JSON.parse(readFileSync(join(dist, 'meta.json'), 'utf8')) as Metafile;
  const eager = [...reachedFrom(metafile, 'dist/extension.js')].map((path) => path.slice('dist/'.length));
  return [
    ['VSIX', kilobytes(sizeOf(join(repositoryRoot, `${name}-${version}.vsix`)))],
    [`JavaScript, ${scripts.length} files`, sum(scripts)],
    [`of it read on activation, ${eager.length} files`, sum(eager)],
    ['WebAssembly, read on the first RUN', sum(wasm)],
  ];
}

/** Files that are loaded with an entry, not by a later import(). */
function reachedFrom(metafile: Metafile, entry: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const { path, kind } of metafile.outputs[entry]?.imports ?? []) {
    if (kind === 'import-statement' && path in metafile.outputs) reachedFrom(metafile, path, seen);
  }
  return seen;
}
