import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** One file of `src`, and what it imports. */
export interface SourceFile {
  /** Below `src`, with slashes. */
  readonly path: string;
  /** The folder directly below `src`, or the file's own name without `.ts`. */
  readonly part: string;
  readonly lines: number;
  /** The text without its comments. */
  readonly code: string;
  readonly imports: readonly SourceImport[];
}

export interface SourceImport {
  readonly specifier: string;
  /** Path below `src`, without an extension; undefined for packages. */
  readonly target: string | undefined;
  /** `protobufjs` for `protobufjs/light`, `node:fs` for `node:fs/promises`; undefined for our own files. */
  readonly packageName: string | undefined;
  /** Nothing of it is left when compiled. */
  readonly typeOnly: boolean;
  /** `import('…')` */
  readonly dynamic: boolean;
}

export function readSources(root: string): readonly SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readSource(root, name.replaceAll('\\', '/')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return {
    path,
    part: (path.split('/')[0] ?? '').replace(/\.ts$/, ''),
    lines: text.split('\n').length - 1,
    code,
    imports: [...statements(path, code), ...dynamicImports(path, code)],
  };
}

const statement = /^(?:import|export)\s+(?:(type)\s+)?(?:([\w*{][^'";]*?)\s+from\s+)?'([^']+)';/gm;

function statements(path: string, code: string): readonly SourceImport[] {
  return [...code.matchAll(statement)].map(([, type, names = '', specifier = '']) =>
    toImport(path, specifier, type !== undefined || onlyTypes(names), false),
  );
}

function dynamicImports(path: string, code: string): readonly SourceImport[] {
  return [...code.matchAll(/(typeof\s+)?\bimport\(\s*'([^']+)'\s*\)/g)].map(([, type, specifier = '']) =>
    toImport(path, specifier, type !== undefined, true),
  );
}

/** `{ type A, type B }` */
function onlyTypes(names: string): boolean {
  const listed = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  const items =
    listed
      ?.split(',')
      .map((item) => item.trim())
      .filter(Boolean) ?? [];
  return items.length > 0 && items.every((item) => item.startsWith('type '));
}

function toImport(path: string, specifier: string, typeOnly: boolean, dynamic: boolean): SourceImport {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return { specifier, target, packageName: undefined, typeOnly, dynamic };
  }
  const parts = specifier.split('/');
  const packageName = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  return { specifier, target: undefined, packageName, typeOnly, dynamic };
}
