import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadShellParser } from '../../../src/shell/parser';
import { plainScript } from '../../../src/shell/plain-script';
import type { ShellParser } from '../../../src/shell/shell-parser';
import { plain } from './support';

/** What plain scripts are made of, and what makes them something else. */
const fragments = [
  ...['apt-get', 'install -y', 'curl', ' ', ' ', '  ', '\t', ' && ', ' || ', ';', ' | ', '|', '&&', 'test -f x'],
  ...[
    'A=1',
    'B="x y"',
    'C=',
    '=',
    'command -v x',
    'which y',
    '"',
    "'",
    '"a $B c"',
    "'lit $X'",
    '"${X:-y}"',
    '$X',
    '${X}',
  ],
  ...[
    '>',
    '>>',
    '2>&1',
    '>/dev/null',
    ' 2> ',
    '&>',
    '<',
    'x.txt',
    '\\ ',
    '\\"',
    '\\$',
    '*',
    '?.deb',
    '[a-z]',
    '~/x',
    '12',
  ],
  ...[
    'export X=1',
    'sh -c "true"',
    '#',
    '!',
    '$$',
    '{a,b}',
    '==',
    'if',
    '[',
    ']',
    'a=b',
    '$',
    '\\',
    'ü',
    '😀',
    '--x="y z"',
  ],
];

/**
 * Where the grammar is wrong and the plain reading right: a digit at the end of a word in front of a redirection (`-y2>&1`
 * is a word and `>&1`), an escaped blank, and words that hold a `=` together with quotes, variables or escapes (`A="x"\\ y`).
 */
const misread = /[^\s&|;<>]\d+[<>]|=.*[$\\]|[$\\].*=|\\[ \t]|=\s*[|&;]|\\\S*\$/;

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
    'a $(b)',
    'if a; then b; fi',
    '(a)',
    '{ a; }',
    'a &',
    '! a',
    'a\nb',
    'cat <<E',
    'a &&',
    '| a',
    'a # b',
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
});
