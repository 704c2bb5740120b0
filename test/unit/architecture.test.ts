import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/scratch';
import { readSources, type SourceFile } from '../support/source-imports';

const files = readSources(join(repositoryRoot, 'src'));
const table = readTable(readFileSync(join(repositoryRoot, 'docs', 'architecture.md'), 'utf8'));
const pureParts = ['shared', 'ids', 'dockerfile', 'docker-run', 'shell', 'lint'];

describe('architecture', () => {
  it('has a row in docs/architecture.md for every part', () => {
    assert.ok(files.length > 50, 'the sources were not found');
    assert.deepEqual(
      files.map(({ part }) => part).filter((part) => !table.has(part)),
      [],
    );
  });

  it('imports only in the directions of docs/architecture.md', () => {
    assert.deepEqual(files.flatMap(forbiddenImports), []);
  });

  it('has one importer of web-tree-sitter, and none of dockerfile-ast', () => {
    const importers = (name: string) =>
      files.filter(({ imports }) => imports.some((found) => found.packageName === name)).map(({ path }) => path);
    assert.deepEqual(importers('web-tree-sitter'), ['shell/parser.ts']);
    assert.deepEqual(importers('dockerfile-ast'), []);
  });

  it('keeps dockerode below engine/dockerode, which only the entries load, and late', () => {
    const outside = files.filter(({ path }) => !path.startsWith('engine/dockerode/'));
    const early = outside.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, packageName }) => packageName === 'dockerode' || target?.startsWith('engine/dockerode'))
        .filter(({ dynamic }) => !(dynamic && ['extension.ts', 'cli.ts'].includes(path)))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    assert.deepEqual(early, []);
  });

  it('reads on activation only what registers: what is registered is read when it is used', () => {
    const early = reachedFrom('extension.ts');
    assert.ok(early.length > 30, 'the imports of extension.ts were not followed');
    const late =
      /^(?:commands\/\w|views\/|webviews\/|lint\/rules|dockerfile\/|shell\/|docker-run\/|context\/|image\/|optimise\/|registry\/)/;
    const paths = early.map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => late.test(path) && !/^commands\/[^/]+$/.test(path)),
      [],
    );
    // Each takes longer than reading all of it.
    const slow = early.filter(
      ({ code, imports }) =>
        /^(?:const|let) .*new Intl\./m.test(code) || imports.some(({ specifier }) => specifier === 'node:crypto'),
    );
    assert.deepEqual(
      slow.map(({ path }) => path),
      [],
    );
  });

  it('shows the editor to at most a fifth of the files', () => {
    const seeing = files.filter(({ imports }) => imports.some(({ packageName }) => packageName === 'vscode'));
    assert.ok(seeing.length * 5 <= files.length, `${seeing.length} of ${files.length} files import vscode`);
  });

  it('keeps the core free of clocks, processes and chance', () => {
    const impure = /\b(?:process\.|Date\.now|new Date\(|performance\.|Math\.random|setTimeout|setInterval|fetch\()/;
    const found = files.filter(({ part, code }) => pureParts.includes(part) && impure.test(code));
    assert.deepEqual(
      found.map(({ path, code }) => `${path}: ${impure.exec(code)?.[0]}`),
      [],
    );
  });

  it('has no console, no default export, no enum and no namespace', () => {
    const forbidden =
      /^.*(?:\bconsole\.(?:log|warn|error|info|debug)\(|\bexport default\b|\bexport (?:const )?enum\b|\bnamespace \w+ \{).*$/m;
    assert.deepEqual(
      files.filter(({ code }) => forbidden.test(code)).map(({ path, code }) => `${path}: ${forbidden.exec(code)?.[0]}`),
      [],
    );
  });

  it('has files of at most 300 lines', () => {
    const long = files.filter(({ lines }) => lines > 300);
    assert.deepEqual(
      long.map(({ path, lines }) => `${path}: ${lines}`),
      [],
    );
  });
});

/** Files that are read with one, by imports that are there when compiled. */
function reachedFrom(entry: string): readonly SourceFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<SourceFile>();
  const follow = (file: SourceFile | undefined) => {
    if (!file || reached.has(file)) return;
    reached.add(file);
    for (const { target, typeOnly, dynamic } of file.imports)
      if (target !== undefined && !typeOnly && !dynamic) follow(byPath.get(`${target}.ts`));
  };
  follow(byPath.get(entry));
  return [...reached];
}

interface Row {
  /** Undefined: everything. */
  readonly parts: readonly string[] | undefined;
  readonly types: readonly string[];
  readonly packages: readonly string[];
  readonly node: boolean;
}

function readTable(markdown: string): ReadonlyMap<string, Row> {
  const section = /## Import direction\n([\s\S]*?)\n## /.exec(markdown)?.[1] ?? '';
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').slice(1, -1));
  return new Map(
    rows.map(([part = '', parts = '', types = '', packages = '', node = '']) => [
      names(part)[0] ?? '',
      {
        parts: parts.trim() === 'everything' ? undefined : names(parts),
        types: names(types),
        packages: names(packages),
        node: node.trim() === 'any',
      },
    ]),
  );
}

function names(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

function forbiddenImports({ path, part, imports }: SourceFile): readonly string[] {
  const row = table.get(part);
  if (!row) return [];
  return imports
    .filter(({ target, packageName, typeOnly }) => {
      if (packageName?.startsWith('node:')) return !row.node;
      if (packageName !== undefined) return !row.packages.includes(packageName);
      // What lies beside src, such as package.json, has a name of its own in the table.
      const other = target?.replace(/^\.\.\//, '').split('/')[0] ?? '';
      if (other === part || !row.parts || row.parts.includes(other)) return false;
      return !(typeOnly && row.types.includes(other));
    })
    .map(({ specifier, typeOnly }) => `${path} imports ${typeOnly ? 'types of ' : ''}${specifier}`);
}
