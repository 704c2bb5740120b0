import { deepEqual, equal } from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { scriptFromWords } from '../../../src/shell/exec-form';
import type { ShellScript } from '../../../src/shell/script';
import { testShellParser, underlined } from './support';

describe('places of shell words in a Dockerfile', () => {
  async function scriptOf(document: string): Promise<ShellScript> {
    const parser = await testShellParser();
    const [run] = parseDockerfile(document).instructions;
    if (run?.kind !== 'RUN') throw new Error('no RUN');
    return run.command.form === 'exec' ? scriptFromWords(run.command.words, parser) : parser.parse(run.command.script);
  }

  /** Draws the name and the last argument of each command, or of those inside `sh -c` only. */
  async function drawn(document: string, which: 'all' | 'nested' = 'all'): Promise<string> {
    const commands = (await scriptOf(document)).commands.filter((command) => which === 'all' || command.nested);
    const spans = commands.flatMap((command) => [
      command.name.span,
      ...command.args.slice(-1).map((word) => word.span),
    ]);
    return underlined(document, spans);
  }

  it('run through continuations and comment lines', async () => {
    equal(
      await drawn(String.raw`RUN apt-get up\
date && \
  # tools
  apt-get install -y \

    curl="1.*" \
  && x`),
      String.raw`RUN apt-get up\
    ^^^^^^^ ^^^
date && \
^^^^
  # tools
  apt-get install -y \
  ^^^^^^^

    curl="1.*" \
    ^^^^^^^^^^
  && x
     ^`,
    );
  });

  it('are those in the body of a heredoc', async () => {
    equal(
      await drawn(`RUN <<EOF
set -e
cat <<X > y && z ä😀
  not a command
X
# npm ci
npm \\
  ci
EOF`),
      `RUN <<EOF
set -e
^^^ ^^
cat <<X > y && z ä😀
^^^            ^ ^^^
  not a command
X
# npm ci
npm \\
^^^
  ci
  ^^
EOF`,
    );
  });

  it('are those behind heredocs of the instruction', async () => {
    equal(
      await drawn(`RUN cat <<A > /a && cat <<B > /b && npm ci
a $(b)
A
c
B`),
      `RUN cat <<A > /a && cat <<B > /b && npm ci
    ^^^             ^^^             ^^^ ^^
a $(b)
    ^
A
c
B`,
    );
  });

  it('are found inside the script of sh -c', async () => {
    equal(
      await drawn(`RUN bash -lc 'npm ci && echo "a b"'`, 'nested'),
      `RUN bash -lc 'npm ci && echo "a b"'
              ^^^ ^^    ^^^^ ^^^^^`,
    );
    equal(
      await drawn('RUN bash -lc "npm \\\n  ci && echo $X"', 'nested'),
      'RUN bash -lc "npm \\\n              ^^^\n  ci && echo $X"\n  ^^    ^^^^ ^^',
    );
  });

  it('are found inside an exec form', async () => {
    const document = `RUN ["sh", "-c", "npm ci && echo \\"a b\\" \\u0078 y"]`;
    const { commands, steps } = await scriptOf(document);
    deepEqual(
      commands.map((command) => [
        command.place,
        command.nested,
        command.name.value,
        ...command.args.map((word) => word.value),
      ]),
      [
        ['top', undefined, 'sh', '-c', 'npm ci && echo "a b" x y'],
        ['subshell', true, 'npm', 'ci'],
        ['subshell', true, 'echo', 'a b', 'x', 'y'],
      ],
    );
    equal(steps.length, 1);
    equal(
      await drawn(document, 'nested'),
      `RUN ["sh", "-c", "npm ci && echo \\"a b\\" \\u0078 y"]
                  ^^^ ^^    ^^^^                ^`,
    );
  });
});
