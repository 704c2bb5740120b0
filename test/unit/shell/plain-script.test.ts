import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadShellParser } from '../../../src/shell/parser';
import { plainScript } from '../../../src/shell/plain-script';
import type { ShellScope, ShellScript } from '../../../src/shell/script';
import type { ShellParser } from '../../../src/shell/shell-parser';
import { plain } from './support';

/** What plain scripts are made of, and what makes them something else. */
const fragments = [
  ...['apt-get', 'install -y', 'curl', ' ', ' ', '  ', '\t', ' && ', ' || ', ';', ' | ', '|', '&&', 'test -f x'],
  ...['A=1', 'B="x y"', 'C=', '=', 'command -v x', 'which y', '"', "'", '"a $B c"', "'lit $X'", '"${X:-y}"', '$X'],
  ...['${X}', '>', '>>', '2>&1', '>/dev/null', ' 2> ', '&>', '<', 'x.txt', '\\ ', '\\"', '\\$', '*', '?.deb', '[a-z]'],
  ...['~/x', '12', 'export X=1', 'sh -c "true"', '#', '!', '$$', '{a,b}', '==', 'if', '[', ']', 'a=b', '$', '\\', 'ü'],
  ...[
    '😀',
    '--x="y z"',
    '\n',
    '; ',
    'if a; then ',
    '; fi',
    'else ',
    'for x in ',
    '; do ',
    '; done',
    'while ',
    '( ',
    ')',
  ],
  ...['{ ', '; }', '$(', '"$(', ')"', '[ -f x ]', '! ', ' & ', '# note\n', 'local x', '$1', '"$@"', '{}', '${X%.*}'],
];

/**
 * Where the grammar is wrong and the plain reading right: a digit at the end of a word in front of a redirection (`-y2>&1`
 * is a word and `>&1`), an escaped blank, an escape behind a line break, a lone `]` behind another, and words that hold a `=`
 * together with quotes, variables or escapes (`A="x"\ y`).
 */
const misread = /[^\s&|;<>()]\d+[<>]|=.*[$\\]|[$\\].*=|==|\\[ \t]|=\s*[|&;]|=\n|\\\S*\$|\n\\|\]\s+\]|\w\[/;

/** Scripts that are right by how they are made. */
const { list } = fc.letrec<Record<'word' | 'words' | 'simple' | 'compound' | 'command' | 'pipeline' | 'list', string>>(
  (tie) => {
    const blocks = (text: (...lists: string[]) => string, count: number) =>
      fc.tuple(...Array.from({ length: count }, () => tie('list'))).map((lists) => text(...lists));
    const bare = [
      'a',
      '-x',
      '"b c"',
      '$X',
      "'q;r'",
      '"${Y:-z}"',
      '*.deb',
      '/a/b',
      '\\;',
      '"x!"',
      'if',
      'done',
      '--k=v',
    ];
    const redirects = ['', '', '', ' >f', ' 2>&1', ' > /dev/null 2>&1', ' <in', ' >>"$F"'];
    const names = ['run', 'test', 'export', 'which', '. f', 'set', 'iffy', '/bin/x', '"$c"', 'a1'];
    const operators = [' && ', ' || ', '; ', '\n', ' ;\n ', ' &&\n', ' # c\n', '\n  # c d\n', ' & ', ' || # e\n '];
    return {
      word: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...bare) },
        tie('list').map((inside) => `$(${inside})`),
        tie('list').map((inside) => `"p $(${inside})"`),
      ),
      words: fc.array(tie('word'), { maxLength: 3 }).map((words) => words.map((word) => ` ${word}`).join('')),
      simple: fc
        .tuple(
          fc.constantFrom('', '', 'A=1 ', 'B=$X C= ', 'D="$(p)" '),
          fc.constantFrom(...names),
          tie('words'),
          fc.constantFrom(...redirects),
        )
        .map((parts) => parts.join('')),
      compound: fc.oneof(
        fc.constant('[ -f x ]'),
        blocks((a) => `( ${a} )`, 1),
        blocks((a) => `{ ${a}; }`, 1),
        blocks((a, b) => `if ${a}; then ${b}; fi`, 2),
        blocks((a, b, c, d) => `if ${a}\nthen ${b}; elif ${c}; then\n${d}\nelse ${b}\nfi`, 4),
        blocks((a, b) => `while ${a}; do ${b}\ndone`, 2),
        fc.tuple(tie('words'), tie('list')).map(([words, body]) => `for i in a${words}; do ${body}; done`),
      ),
      command: fc.oneof(
        { maxDepth: 3 },
        { weight: 7, arbitrary: tie('simple') },
        fc.tuple(tie('compound'), fc.constantFrom(...redirects)).map((parts) => parts.join('')),
      ),
      pipeline: fc
        .tuple(fc.constantFrom('', '', '! '), fc.array(tie('command'), { minLength: 1, maxLength: 2 }))
        .map(([bang, commands]) => bang + commands.join(' | ')),
      list: fc.oneof(
        { maxDepth: 4 },
        { weight: 3, arbitrary: tie('pipeline') },
        fc.tuple(tie('pipeline'), fc.constantFrom(...operators), tie('list')).map((parts) => parts.join('')),
      ),
    };
  },
);

describe('plain scripts', () => {
  let grammar: ShellParser;
  before(async () => {
    const wasm = (name: string) => readFileSync(require.resolve(name));
    const runtime = wasm('web-tree-sitter/web-tree-sitter.wasm');
    grammar = await loadShellParser(
      { runtime, bash: wasm('tree-sitter-bash/tree-sitter-bash.wasm') },
      { grammarOnly: true },
    );
  });

  const typical = [
    'apt-get update && apt-get install -y --no-install-recommends curl=7.* "git" && rm -rf /var/lib/apt/lists/*',
    'curl -fsSL https://example.com/x.tar.gz | tar -xz -C /opt --strip-components=1',
    'DEBIAN_FRONTEND=noninteractive apt-get install -y tzdata > /dev/null 2>&1 || true; echo done',
    'test -f /etc/x && echo "deb $URL ${NAME:-stable} main" >> /etc/apt/sources.list && ls',
    "command -v node && echo 'it''s' \\$HOME $HOME",
    'useradd -u 1000 app;',
    'set -eux; for name in one "$two"; do mkdir -p "/srv/$name" && touch x; done',
    'if [ "$A" = b ] || ! test -f x; then run; elif other; then :; else exit 1; fi',
    'export PATH="$HOME/bin:$PATH" && cd /srv && (make -j"$(nproc)" && make install) && echo "Done!"',
    '# the mirror\nset -e\n\ncurl -O \\\n  x | { read -r a; echo "$a $1"; } &\nwait # for it',
    'version="$(curl -s x | grep -o "v$(major)")"; rm -rf /tmp/*.{deb,rpm} file[0-9] ${A%.*}',
    'while read -r line; do echo "$line"; done < list > /dev/null; find . -exec rm {} \\;',
  ];
  for (const text of typical) {
    it(`reads ${text.slice(0, 40)}… as the grammar does`, () => {
      const read = plainScript(plain(text));
      ok(read, 'it is left to the grammar');
      deepEqual(read, grammar.parse(plain(text)));
    });
  }

  for (const text of [
    '',
    'a `b`',
    'a $((1 + 2))',
    '((a))',
    'if a; then b',
    'case a in b) c ;; esac',
    'f() { a; }',
    '[[ a == b ]]',
    '{ a }',
    'sh -c "a"',
    'a=(b c)',
    'cat <<E',
    'a &&',
    '| a',
    'a; fi',
    'a )',
    'a $(b',
    'echo ${A/b/c}',
  ])
    it(`leaves ${JSON.stringify(text)} to the grammar`, () => equal(plainScript(plain(text)), undefined));

  it('reads whatever it reads as the grammar does', () => {
    const text = fc.array(fc.constantFrom(...fragments), { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (script) => {
        const read = misread.test(script) ? undefined : plainScript(plain(script));
        if (read) deepEqual(read, grammar.parse(plain(script)));
      }),
      { numRuns: 1500 },
    );
  });

  it('reads nested statements as the grammar does', () => {
    fc.assert(
      fc.property(list, (script) => {
        if (/\(\(/.test(script)) return;
        const read = plainScript(plain(script));
        ok(read, 'it is left to the grammar');
        const expected = grammar.parse(plain(script));
        deepEqual(read, expected);
        deepEqual(sharedScopes(read), sharedScopes(expected));
      }),
      { numRuns: 150 },
    );
  });
});

/** Which commands stand in the same branch or subshell. */
function sharedScopes({ commands }: ShellScript) {
  const numbers = new Map<ShellScope, number>();
  for (const scope of commands.flatMap(({ scopes }) => scopes)) {
    if (!numbers.has(scope)) numbers.set(scope, numbers.size);
  }
  return commands.map(({ scopes }) => scopes.map((scope) => numbers.get(scope)));
}
