import assert from 'node:assert/strict';
import { instructionAt } from '../../../src/dockerfile/instruction-at';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { checkDrawing, only, outline } from './draw';

/** Text and what each instruction says, as BuildKit's parser reads it. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['\ufeff', []],
  ['  \n\t\n', []],
  ['# only a comment', []],
  ['FROM a', ['FROM a']],
  ['\ufeffFROM a\n', ['FROM a']],
  ['  from a  \n\trun b\n', ['FROM a', 'RUN b']],
  ['RUN a \\\n  b\n', ['RUN a   b']],
  ['RUN a\\\nb\n', ['RUN ab']],
  ['RUN a \\ \t\n b\n', ['RUN a  b']],
  ['RUN a \\\n# note\n\n   # note\n b \\\n\n', ['RUN a  b']],
  ['RUN a \\\n   \n b\nRUN c\n', ['RUN a  b', 'RUN c']],
  ['RUN a \\\n# note \\\n b\n', ['RUN a  b']],
  ['RUN a \\\\\nRUN b\n', ['RUN a \\\\', 'RUN b']],
  ['RUN a \\x\nRUN b\n', ['RUN a \\x', 'RUN b']],
  ['RU\\\nN a\n', ['RUN a']],
  ['RUN\\\necho a\n', ['UNKNOWN a']],
  ['RUN \\\n  echo a\n', ['RUN echo a']],
  ['\\\nFROM a\n', ['FROM a']],
  ['\\\n', []],
  ['RUN a # b\n', ['RUN a # b']],
  ['RUN a \\', ['RUN a']],
  ['FROM a\r\nRUN b \\\r\n  c\r\n# d\r\nRUN e\r\n', ['FROM a', 'RUN b   c', 'RUN e']],
  ['# escape=`\nRUN a `\n b \\\nRUN c\n', ['RUN a  b \\', 'RUN c']],
  ['RUN sed "s/\r//" x\nRUN b\n', ['RUN sed "s/\r//" x', 'RUN b']],
  ['FOO a b\n??? c\n', ['UNKNOWN a b', 'UNKNOWN c']],
  ['FROM\tscratch\n', ['FROM scratch']],
];

describe('Lines', () => {
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(outline(text), expected));
  }

  it('give an instruction all of its lines, and its words their places across them', () => {
    checkDrawing(
      `
FROM a
ENV A=1 \\
  # comment

  B=tw\\
o
RUN x
`,
      (file) => {
        const env = file.instructions[1];
        if (env?.kind !== 'ENV') return [];
        return [
          ['span', env.span],
          ['keyword', env.keywordSpan],
          ...env.pairs.map(({ span, key }) => [key.raw, span] as const),
        ];
      },
      `
ENV A=1 \\
^^^^^^^^^ span
^^^ keyword
    ^^^ A
  # comment
^^^^^^^^^^^ span

| span
  B=tw\\
^^^^^^^ span
  ^^^^^ B
o
^ span
^ B`,
    );
  });

  it('say where comments stand', () => {
    const { comments } = parseDockerfile('# a\nRUN x \\\n  # b\n y\n# c\nRUN z \\\n# d\n');
    assert.deepEqual(
      comments.map(({ text, line, inInstruction }) => [line, text, inInstruction]),
      [
        [0, ' a', false],
        [2, ' b', true],
        [4, ' c', false],
        [6, ' d', false],
      ],
    );
  });

  it('end an unfinished instruction where its text ends', () => {
    const text = 'RUN a \\\n# b\n\n';
    assert.deepEqual(only(text, 'RUN').span, { start: 0, end: 7 });
  });

  it('keep a place for arguments that are absent', () => {
    const { argumentSpan, argument } = only('FROM a\nCMD\n', 'CMD');
    assert.deepEqual([argumentSpan, argument.text], [{ start: 10, end: 10 }, '']);
  });

  it('know their dominant break', () => {
    assert.equal(parseDockerfile('FROM a\r\nRUN b\r\nRUN c\n').eol, '\r\n');
    assert.equal(parseDockerfile('FROM a\nRUN b\r\nRUN c\n').eol, '\n');
    assert.equal(parseDockerfile('').eol, '\n');
  });

  it('find the instruction at an offset', () => {
    const file = parseDockerfile('FROM a\n\nRUN b \\\n c\n');
    assert.deepEqual(
      [0, 6, 7, 8, 17, 18, 19].map((offset) => instructionAt(file, offset)?.kind),
      ['FROM', 'FROM', undefined, 'RUN', 'RUN', 'RUN', undefined],
    );
  });

  it('number comments as editors do where a lone carriage return stands', () => {
    const { comments, lines } = parseDockerfile('RUN a\rb\n# c\n');
    assert.equal(comments[0]?.line, 2);
    assert.equal(lines.line(2), '# c');
  });
});
