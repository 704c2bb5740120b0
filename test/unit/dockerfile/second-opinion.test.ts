import assert from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { parseDockerfile } from '../../../src/dockerfile/parse';

/** Keyword, first and last line of each instruction. */
function ours(text: string): string[] {
  const { instructions, lines } = parseDockerfile(text);
  return instructions.map(({ keywordText, span }) => {
    return `${keywordText.toUpperCase()} ${lines.positionAt(span.start).line}-${lines.positionAt(span.end).line}`;
  });
}

function theirs(text: string): string[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => {
      const { start, end } = instruction.getRange();
      return `${instruction.getKeyword()} ${start.line}-${end.line}`;
    });
}

const keyword = fc.constantFrom(
  'FROM',
  'run',
  'Copy',
  'ENV',
  'ARG',
  'CMD',
  'ONBUILD RUN',
  'LABEL',
  'WORKDIR',
  'UNKNOWN',
);
const word = fc.constantFrom('a', 'b=c', '"x y"', "'z'", '$A', '${B:-c}', '--flag=1', '["a", "b"]', 'a#b', '\\t', '=');
const gap = fc.constantFrom(
  ' ',
  '  ',
  '\t',
  ' \\\n',
  ' \\\n  ',
  ' \\ \n',
  ' \\\n# comment\n  ',
  ' \\\n\n  ',
  ' \\\r\n',
);
const instruction = fc
  .tuple(keyword, fc.array(fc.tuple(gap, word), { minLength: 1, maxLength: 5 }))
  .map(([first, rest]) => `${first} ${rest.map(([space, text]) => `x${space}${text}`).join(' ')}\n`);
const between = fc.constantFrom('', '\n', '# comment\n', '  \n', '\r\n', '  # comment\n');
const plainFile = fc.array(fc.tuple(between, instruction), { maxLength: 6 }).map((parts) => parts.flat().join(''));

describe('dockerfile-ast', () => {
  it('splits ordinary files into the same instructions and comments', () => {
    fc.assert(
      fc.property(plainFile, (text) => {
        assert.deepEqual(ours(text), theirs(text));
        assert.deepEqual(
          parseDockerfile(text).comments.map(({ line }) => line),
          DockerfileParser.parse(text)
            .getComments()
            .map((comment) => comment.getRange().start.line),
        );
      }),
      { numRuns: 250 },
    );
  });

  /** Text, and the instructions that BuildKit finds in it. */
  const differences: readonly (readonly [string, readonly string[]])[] = [
    ['RUN a \\\\\nRUN b\n', ['RUN 0-0', 'RUN 1-1']],
    ["RUN << 'EOF'\nx\nEOF\nUSER x\n", ['RUN 0-2', 'USER 3-3']],
    ["RUN <<'a b'\nx\na b\nUSER x\n", ['RUN 0-2', 'USER 3-3']],
    ['RUN 3<<EOF\nUSER x\nEOF\n', ['RUN 0-2']],
    ['COPY <<-A <<B /x\n1\nA\n2\n\tB\nB\nUSER x\n', ['COPY 0-5', 'USER 6-6']],
    ["RUN <<''\nRUN b\n", ['RUN 0-0', 'RUN 1-1']],
    ['# foo=bar\n# escape=`\nRUN a `\nRUN b\n', ['RUN 2-2', 'RUN 3-3']],
  ];
  for (const [text, expected] of differences) {
    it(`disagrees with BuildKit on ${JSON.stringify(text)}`, () => {
      assert.deepEqual(ours(text), expected);
      assert.notDeepEqual(theirs(text), expected);
    });
  }
});
