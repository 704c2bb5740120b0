import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { checkDrawing, only, outline } from './draw';

/** An instruction and its heredocs: name, `-` for stripped tabs, `'` for no expansion, body; `…` marks an open one. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['RUN <<EOF\na\nEOF\n', ['EOF: a|']],
  ['RUN <<EOF\nEOF\n', ['EOF: ']],
  ['RUN <<EOF\n# no comment\n\n  \nEOF\n', ['EOF: # no comment||  |']],
  ['RUN <<-EOF\n\ta\n\t\tEOF\n', ['EOF-: a|']],
  ['RUN <<EOF\n\tEOF\nEOF\n', ['EOF: \tEOF|']],
  ["RUN <<'EOF'\na\nEOF\n", ["EOF': a|"]],
  ['RUN <<-"EOF"\na\nEOF\n', ["EOF-': a|"]],
  ["RUN <<'one two'\na\none two\n", ["one two': a|"]],
  ["RUN <<eo'f'\na\neof\n", ["eof': a|"]],
  ['RUN 3<<EOF\na\nEOF\n', ['EOF: a|']],
  ['RUN << EOF\na\nEOF\n', ['EOF: a|']],
  ["RUN <<  'EOF' > x\na\nEOF\n", ["EOF': a|"]],
  ['COPY <<a.txt <<b.txt /x/\n1\na.txt\n2\nb.txt\n', ['a.txt: 1|', 'b.txt: 2|']],
  ['COPY <<X <<Y /x\nY\nX\nX\nY\n', ['X: Y|', 'Y: X|']],
  ['ADD --chmod=644 <<EOF /x\na\nEOF\n', ['EOF: a|']],
  ['RUN cat <<EOF \\\n > x\na \\\nEOF\n', ['EOF: a \\|']],
  ['RUN <<EOF\r\na\r\nEOF\r\n', ['EOF: a|']],
  ['RUN <<EOF\na', ['EOF: a…']],
  ['RUN <<EOF', ['EOF: …']],
  ['RUN <<EOF\nEOF x\n EOF\n', ['EOF: EOF x| EOF|…']],
  ['RUN <<A <<B\n1\nA\n2\n', ['A: 1|', 'B: 2|…']],
  ['RUN echo "<<EOF"\n', []],
  ["RUN echo '<<EOF'\n", []],
  ['RUN echo \\<<EOF\n', []],
  ['RUN cat <<<EOF\n', []],
  ['RUN cat<<EOF\n', []],
  ['RUN echo $((1<<2))\n', []],
  ['RUN echo $(( 1 << 2 ))\n', []],
  ['RUN (cat <<EOF)\n', []],
  ['RUN echo "it\'s" <<EOF "\n', []],
  ['RUN ["sh", "-c", "cat <<EOF"]\n', []],
  ["RUN <<''\n", []],
  ['RUN <<\n', []],
  ['CMD cat <<EOF\n', []],
  ['ENV A=<<EOF\n', []],
];

describe('Heredocs', () => {
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const [first, ...others] = parseDockerfile(text).instructions;
      assert.deepEqual(others, []);
      assert.deepEqual(
        first?.heredocs.map(({ name, stripTabs, expand, body, terminated }) => {
          const how = `${stripTabs ? '-' : ''}${expand ? '' : "'"}`;
          return `${name}${how}: ${body.text.replaceAll('\n', '|')}${terminated ? '' : '…'}`;
        }),
        expected,
      );
    });
  }

  it('hold no instructions, and those behind them go on', () => {
    assert.deepEqual(outline('FROM a\nRUN <<EOF\nRUN b\nEOF\nRUN c\n'), ['FROM a', 'RUN <<EOF', 'RUN c']);
  });

  it('have places', () => {
    checkDrawing(
      `
COPY <<-one <<"two" /x
	1
	one
2
two
USER x
`,
      (file) => [
        ['instruction', file.instructions[0]?.span],
        ['argument', file.instructions[0]?.argumentSpan],
        ...(file.instructions[0]?.heredocs ?? []).flatMap(({ name, opener, bodySpan }) => [
          [`${name} opener`, opener] as const,
          [`${name} body`, { start: bodySpan.start, end: bodySpan.end - 1 }] as const,
        ]),
      ],
      `
COPY <<-one <<"two" /x
^^^^^^^^^^^^^^^^^^^^^^ instruction
     ^^^^^^^^^^^^^^^^^ argument
     ^^^^^^ one opener
            ^^^^^^^ two opener
 1
^^ instruction
^^ one body
 one
^^^^ instruction
2
^ instruction
^ two body
two
^^^ instruction`,
    );
  });

  it('are the script of a RUN that is nothing else', () => {
    const { command } = only('RUN --network=none <<-EOF\n\techo a\n\techo b\nEOF\n', 'RUN');
    assert.equal(command.form, 'heredoc');
    if (command.form !== 'heredoc') return;
    assert.equal(command.script.text, 'echo a\necho b\n');
    assert.equal(command.script.toDocument(command.script.text.indexOf('b')), 40);
  });

  it('are read by the shell when there is a command', () => {
    const text = 'RUN cat <<A <<-B \\\n > x\r\none\r\nA\r\n\ttwo\r\n\tB\r\nUSER x\r\n';
    const { command } = only(text, 'RUN');
    assert.equal(command.form, 'shell');
    if (command.form !== 'shell') return;
    assert.equal(command.script.text, 'cat <<A <<-B  > x\none\nA\n\ttwo\n\tB');
    const places = [...command.script.text].map((_, i) => text[command.script.toDocument(i)]).join('');
    assert.equal(places, command.script.text);
  });

  it('are no sources of COPY', () => {
    const copy = only('COPY a <<EOF b /x/\nEOF\n', 'COPY');
    assert.deepEqual(
      copy.sources.map(({ value }) => value),
      ['a', 'b'],
    );
    assert.equal(copy.destination?.value, '/x/');
    assert.equal(only('COPY <<EOF /x\nEOF\n', 'COPY').destination?.value, '/x');
    assert.equal(only('COPY a <<EOF\nEOF\n', 'COPY').destination, undefined);
  });

  it('belong to the trigger of an ONBUILD', () => {
    const onbuild = only('ONBUILD RUN <<EOF\na\nEOF\nUSER x\n', 'ONBUILD');
    assert.deepEqual(onbuild.heredocs, []);
    assert.equal(onbuild.trigger?.heredocs[0]?.body.text, 'a\n');
    assert.equal(onbuild.trigger?.span.end, onbuild.span.end);
    assert.equal(onbuild.span.end, 'ONBUILD RUN <<EOF\na\nEOF'.length);
  });
});
