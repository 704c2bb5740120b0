import assert from 'node:assert/strict';
import type { Word } from '../../../src/dockerfile/model';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { checkDrawing, only } from './draw';

/** The value of an ENV pair as written, its value, its quote, its variables. */
const words: readonly (readonly [string, string, string, string])[] = [
  ['plain', 'plain', '', ''],
  ['"a b"', 'a b', '"', ''],
  ["'a $b'", 'a $b', "'", ''],
  ['"a"b', 'ab', '', ''],
  ["'a''b'", 'ab', '', ''],
  ['""', '', '"', ''],
  ['a\\ b', 'a b', '', ''],
  ['a\\$b', 'a$b', '', ''],
  ['"a\\"b\\c"', 'a"b\\c', '"', ''],
  ["'a\\b'", 'a\\b', "'", ''],
  ['$a', '$a', '', 'a'],
  ['"$a"', '$a', '"', 'a'],
  ['$a$b-$1x', '$a$b-$1x', '', 'a b 1'],
  ['${a}b', '${a}b', '', 'a'],
  ['${a:-b}', '${a:-b}', '', 'a:-b'],
  ['${a:+}', '${a:+}', '', 'a:+'],
  ['${a-x$y}', '${a-x$y}', '', 'a-x$y y'],
  ['${a:-${b:-c}}d', '${a:-${b:-c}}d', '', 'a:-${b:-c} b:-c'],
  ['${a:-"x}y"}z', '${a:-"x}y"}z', '', 'a:-"x}y"'],
  ['${a##*/}', '${a##*/}', '', 'a##*/'],
  ['${a%.b}', '${a%.b}', '', 'a%.b'],
  ['${a/b/c}', '${a/b/c}', '', 'a/b/c'],
  ['${a//b/c}', '${a//b/c}', '', 'a//b/c'],
  ['${a:?no}', '${a:?no}', '', 'a:?no'],
  ['a$', 'a$', '', ''],
  ['$(a)', '$(a)', '', ''],
  ['${}', '${}', '', ''],
  ['${a', '${a', '', ''],
  ['${a:-$b', '${a:-$b', '', 'b'],
  ['"a', '"a', '', ''],
  ["it's", "it's", '', ''],
];

describe('Words', () => {
  for (const [raw, value, quote, variables] of words) {
    it(raw, () => {
      const word = only(`FROM a\nENV A=${raw}\n`, 'ENV').pairs[0]?.value;
      assert.ok(word);
      assert.equal(word.raw, raw);
      assert.equal(word.value, value);
      assert.equal(word.quote ?? '', quote);
      assert.equal(word.variables.map(described).join(' '), variables);
    });
  }

  it('escape with a backtick where the file says so', () => {
    const word = only('# escape=`\nENV A="C:\\a`"`$b"\n', 'ENV').pairs[0]?.value;
    assert.equal(word?.value, 'C:\\a"$b');
    assert.deepEqual(word?.variables, []);
  });

  it('draws variables, nested ones and those across lines', () => {
    checkDrawing(
      `
FROM a
COPY \${a:-$b} "$c\\
d" $\\
e
`,
      (file) => {
        const copy = file.instructions[1];
        if (copy?.kind !== 'COPY') return [];
        const all = [...copy.sources, copy.destination].flatMap((word) => word?.variables ?? []);
        return all.map(({ name, span }) => [name, span] as const);
      },
      `
COPY \${a:-$b} "$c\\
     ^^^^^^^^ a
          ^^ b
               ^^^ cd
d" $\\
^ cd
   ^^ e
e
^ e`,
    );
  });
});

describe('Pairs', () => {
  const pairs: readonly (readonly [string, readonly string[]])[] = [
    ['ENV A=b C="d e" F=\\ g', ['A=b', 'C="d e"', 'F=\\ g']],
    ['ENV A some  text "q"', ['A~some  text "q"']],
    ['LABEL "a b"=c d=', ['"a b"=c', 'd=']],
    ["LABEL a='x y'z=1", ["a='x y'z=1"]],
    ['ENV A', ['A']],
    ['ENV', []],
    ['ENV A=b C', ['A=b', 'C']],
    ['ENV A=b=c', ['A=b=c']],
    ['ENV A="b c', ['A="b c']],
    ['ARG a b=c d="e f"', ['a', 'b=c', 'd="e f"']],
    ['ARG', []],
  ];
  for (const [text, expected] of pairs) {
    it(text, () => {
      const [instruction] = parseDockerfile(text).instructions;
      assert.ok(instruction && 'pairs' in instruction);
      const sign = 'legacy' in instruction && instruction.legacy ? '~' : '=';
      assert.deepEqual(
        instruction.pairs.map(({ key, value }) => key.raw + (value ? sign + value.raw : '')),
        expected,
      );
    });
  }

  it('have places', () => {
    checkDrawing(
      'ENV A=b "C"="d e"',
      ({ instructions: [env] }) =>
        env?.kind !== 'ENV'
          ? []
          : env.pairs.flatMap(({ key, value, span }) => [
              ['pair', span],
              [key.value, key.span],
              [value?.value ?? '', value?.span],
            ]),
      `
ENV A=b "C"="d e"
    ^^^ pair
    ^ A
      ^ b
        ^^^^^^^^^ pair
        ^^^ C
            ^^^^^ d e`,
    );
  });
});

describe('JSON words', () => {
  const arrays: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['["a","b c"]', ['a', 'b c']],
    ['[ "a" , "b" ]', ['a', 'b']],
    ['[]', []],
    ['[ ]', []],
    ['["a\\"b\\\\c\\n\\u0041"]', ['a"b\\c\nA']],
    ["['a']", undefined],
    ['["a",]', undefined],
    ['["a" "b"]', undefined],
    ['["a", 1]', undefined],
    ['["a"', undefined],
    ['["a"] x', undefined],
    ['["a\\x"]', undefined],
    ['["a\\u12"]', undefined],
    ['["\t"]', undefined],
    ['[[]]', undefined],
    ['"a"', undefined],
  ];
  for (const [text, expected] of arrays) {
    it(text, () => {
      const { command } = only(`CMD ${text}\n`, 'CMD');
      assert.deepEqual(command.form === 'exec' ? command.words.map(({ value }) => value) : undefined, expected);
      if (command.form === 'shell') assert.equal(command.script.text, text);
    });
  }

  it('have places, also across lines and behind escapes', () => {
    checkDrawing(
      `
COPY ["\\u0041 $a", \\
  "b"]
`,
      ({ instructions: [copy] }) =>
        copy?.kind !== 'COPY'
          ? []
          : [...copy.sources, copy.destination].flatMap((word) => [
              [word?.value ?? '', word?.span] as const,
              ...(word?.variables ?? []).map(({ name, span }) => [name, span] as const),
            ]),
      `
COPY ["\\u0041 $a", \\
      ^^^^^^^^^^^ A $a
              ^^ a
  "b"]
  ^^^ b`,
    );
  });

  it('are expanded in COPY and VOLUME, not in commands', () => {
    const words = only('COPY ["$a", "$b"]\n', 'COPY').sources;
    assert.deepEqual(words[0]?.variables.map(described), ['a']);
    const { command } = only('CMD ["$a"]\n', 'CMD');
    assert.deepEqual(command.form === 'exec' && command.words[0]?.variables, []);
  });
});

describe('Flags', () => {
  it('stand in front of the arguments', () => {
    checkDrawing(
      'COPY --from=a --chown="x y" --link --  --b c d',
      ({ instructions: [copy] }) => [
        ...(copy?.flags ?? []).flatMap(({ name, nameSpan, span, value }) => [
          [name, span] as const,
          ['name', nameSpan] as const,
          [value?.value ?? 'none', value?.span] as const,
        ]),
        ['argument', copy?.argumentSpan],
      ],
      `
COPY --from=a --chown="x y" --link --  --b c d
     ^^^^^^^^ from
       ^^^^ name
            ^ a
              ^^^^^^^^^^^^^ chown
                ^^^^^ name
                      ^^^^^ x y
                            ^^^^^^ link
                              ^^^^ name
                                       ^^^^^^^ argument`,
    );
  });

  it('end where a word does not start with dashes', () => {
    assert.deepEqual(
      only('RUN --network=none a --mount=type=cache,target=/x\n', 'RUN').flags.map(({ name }) => name),
      ['network'],
    );
  });

  it('may be all there is', () => {
    const run = only('RUN --network=none\n', 'RUN');
    assert.deepEqual([run.flags.length, run.argument.text], [1, '']);
  });

  it('may stand on lines of their own', () => {
    const run = only(
      'RUN --mount=type=cache,target=/a \\\n    # why\n    --mount=type=bind,target=/b \\\n    x\n',
      'RUN',
    );
    assert.deepEqual(
      run.mounts.map(({ type, target }) => [type, target]),
      [
        ['cache', '/a'],
        ['bind', '/b'],
      ],
    );
    assert.equal(run.argument.text, 'x');
  });
});

function described({ name, modifier, operand }: Word['variables'][number]): string {
  return `${name}${modifier ?? ''}${operand ?? ''}`;
}
