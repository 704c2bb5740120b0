import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanPattern, type IgnoreMatch, parseIgnoreFile } from '../../../src/context/ignore-file';

/** Ignore file, paths that are ignored, paths that are not. Those marked (e…) were seen on real builders. */
const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*.md\n!README.md', ['a.md'], ['README.md', 'docs/a.md']], // e30
  ['!README.md\n*.md', ['README.md', 'a.md'], []], // e30
  ['docs\n!docs/keep', ['docs', 'docs/drop', 'docs/drop/deep'], ['docs/keep', 'docs/keep/deep', 'docs2']], // e30
  ['*.tmp', ['x.tmp'], ['sub/x.tmp']], // e30
  ['**/*.tmp', ['x.tmp', 'sub/x.tmp', 'a/b/x.tmp', 'a/x.tmp/inside'], ['x.tmpl']], // e30
  ['/root.txt', ['root.txt'], ['sub/root.txt']], // e30
  ['node_modules/', ['node_modules', 'node_modules/a/b'], ['pkg/node_modules/a']], // e30
  ['  sp.txt  ', ['sp.txt'], []], // e30
  ['#x.txt', [], ['#x.txt', 'x.txt']], // e30
  [' #x.txt', ['#x.txt'], []],
  ['a?c', ['abc', 'a.c'], ['ac', 'a/c', 'abcd']], // e30
  ['[ab]c', ['ac', 'bc'], ['cc', 'abc']], // e30
  ['**\n!keep', ['a', 'a/b', 'x/keep'], ['keep', 'keep/a']], // e30
  ['foo/*/bar', ['foo/x/bar', 'foo/x/bar/z'], ['foo/bar', 'foo/x/y/bar']], // e30
  ['./rel.txt', ['rel.txt'], []], // e30
  ['sub/../up.txt', ['up.txt'], ['sub/up.txt']], // e30
  ['*', ['a', 'a/b', '.git'], []],
  ['*\n!src\n!package*.json', ['a', 'b/src'], ['src', 'src/a', 'package.json', 'package-lock.json']],
  ['*\n!src\nsrc/secret', ['src/secret', 'src/secret/a'], ['src/a']],
  ['**/node_modules', ['node_modules', 'a/node_modules', 'a/b/node_modules/c'], ['node_modules2']],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'b']],
  ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z'], ['z', 'a/b']],
  ['**/.git/**', ['.git/a', 'x/.git/a/b'], ['.git', '.gitignore']],
  ['**.log', ['a.log', '.log', 'a/b.log', 'a.log/b'], ['a.logs']],
  ['**.l?g', ['.log', 'a/.lag'], ['a.log']],
  ['[^a]x', ['bx'], ['ax', '/x']],
  ['[a-c]1', ['b1'], ['d1']],
  ['[!a]x', ['!x', 'ax'], ['bx']],
  ['a\\*b', ['a*b'], ['axb']],
  ['\\!important', ['!important'], ['important']],
  ['a.b', ['a.b'], ['axb']],
  ['a+(b)|{c}$', ['a+(b)|{c}$'], ['aab']],
  ['..', [], ['a']],
  ['../a', [], ['a']],
  ['.', [], ['a', '.env']],
  ['/', [], ['a']],
  ['', [], ['a']],
  ['! a', [], ['a']],
  ['*\n! a', ['b'], ['a']],
  ['A', ['A'], ['a']],
  ['\ufeffa', ['a'], []],
  ['a\r\nb\r\n', ['a', 'b'], []],
  ['ä*', ['äbc', 'ä'], ['a']],
];

describe('parseIgnoreFile', () => {
  for (const [text, ignored, kept] of cases) {
    it(JSON.stringify(text), () => {
      const file = parseIgnoreFile(text);
      for (const path of ignored) assert.equal(file.ignores(path), true, `${path} is to be ignored`);
      for (const path of kept) assert.equal(file.ignores(path), false, `${path} is to be kept`);
    });
  }

  it('reports lines that are no pattern and goes on', () => {
    const file = parseIgnoreFile('# comment\n!\n[a\n[]\nx\\\nok\n');
    assert.deepEqual(
      file.problems.map(({ line }) => line),
      [1, 2, 3, 4],
    );
    assert.equal(file.ignores('ok'), true);
  });

  it('knows which ignored directories an exception may reach into', () => {
    const file = parseIgnoreFile('*\n!src/app/*.ts\n!**/keep.txt');
    assert.equal(file.hasExceptions, true);
    assert.equal(file.mayReinclude('anything'), true);
    const literal = parseIgnoreFile('*\n!src/app/*.ts\n!lib*/x');
    const answers = ['src', 'src/app', 'src/app/deep', 'src/other', 'lib2', 'docs'].map((path) =>
      literal.mayReinclude(path),
    );
    assert.deepEqual(answers, [true, true, false, false, true, false]);
  });

  it('is fast on patterns that are slow for careless expressions', () => {
    const file = parseIgnoreFile('**/a/**/a/**/a/**/a/**/b');
    const started = performance.now();
    assert.equal(file.ignores(Array(25).fill('a').join('/')), false);
    assert.ok(performance.now() - started < 1000);
  });
});

describe('matching below a directory', () => {
  it('says what matching the whole path says', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a.b');
    const pattern = fc
      .tuple(
        fc.constantFrom('', '!'),
        fc.array(fc.oneof(name, fc.constantFrom('*', '**', '?', 'a*', '**.b')), { minLength: 1, maxLength: 4 }),
      )
      .map(([negation, parts]) => negation + parts.join('/'));
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (patterns, names) => {
          const file = parseIgnoreFile(patterns.join('\n'));
          let above: IgnoreMatch | undefined;
          for (const depth of names.keys()) {
            const path = names.slice(0, depth + 1).join('/');
            above = file.match(path, above);
            assert.equal(above.ignored, file.ignores(path), path);
            const kept =
              !file.ignores(path) &&
              names.slice(0, depth).some((_, i) => file.ignores(names.slice(0, i + 1).join('/')));
            // What an exception keeps is found: every directory above it is entered.
            for (let i = 1; kept && i <= depth; i++) {
              const directory = names.slice(0, i).join('/');
              assert.ok(!file.ignores(directory) || file.mayReinclude(directory), `${directory} of ${path}`);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('cleanPattern', () => {
  for (const [written, cleaned] of [
    ['./a//b/../c/', 'a/c'],
    ['/a', 'a'],
    ['../a', '../a'],
    ['/../a', 'a'],
    ['a/..', '.'],
    ['/', '/'],
  ] as const) {
    it(`${written} is ${cleaned}`, () => assert.equal(cleanPattern(written), cleaned));
  }
});
