import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { applyEdits } from '../../../../src/lint/fix';
import { runRules } from '../../../../src/lint/run-rules';
import { suppressEdit, suppressInFileEdit } from '../../../../src/lint/suppress/suppress-edit';
import { badWords } from '../../support/probe-rule';
import { shell } from '../../support/shell';

/** Suppresses the last finding; the result has one less. */
function suppress(text: string): string {
  const dockerfile = parseDockerfile(text);
  const findings = runRules(dockerfile, [badWords], { shell: shell() });
  const finding = findings.at(-1);
  const edit = finding && suppressEdit(dockerfile, finding);
  assert.ok(edit);
  const result = applyEdits(text, [edit]);
  const left = runRules(parseDockerfile(result), [badWords], { shell: shell() });
  assert.ok(left.length < findings.length, 'The finding is still there');
  return result;
}

describe('suppressEdit', () => {
  it('adds a comment above the instruction', () => {
    assert.equal(suppress('FROM a\nUSER bad\n'), 'FROM a\n# layerwright ignore=pin-apt-version\nUSER bad\n');
  });

  it('adds it above a continued RUN, with its indentation and line breaks', () => {
    assert.equal(
      suppress('FROM a\r\n  RUN x && \\\r\n    # why\r\n    bad'),
      'FROM a\r\n  # layerwright ignore=pin-apt-version\r\n  RUN x && \\\r\n    # why\r\n    bad',
    );
  });

  it('adds it above a heredoc', () => {
    assert.equal(
      suppress('FROM a\nRUN <<EOF\nx\nbad\nEOF\n'),
      'FROM a\n# layerwright ignore=pin-apt-version\nRUN <<EOF\nx\nbad\nEOF\n',
    );
  });

  it('adds to a comment that is there', () => {
    assert.equal(
      suppress('FROM a\n# layerwright ignore=no-maintainer, DL4001 because\n# more\n\nUSER bad\n'),
      'FROM a\n# layerwright ignore=no-maintainer, DL4001,pin-apt-version because\n# more\n\nUSER bad\n',
    );
  });

  it('does not add to the comment of another instruction or scope', () => {
    assert.equal(
      suppress('# layerwright ignore=no-maintainer\nFROM a\n# layerwright stage ignore=no-maintainer\nUSER bad\n'),
      '# layerwright ignore=no-maintainer\nFROM a\n# layerwright stage ignore=no-maintainer\n# layerwright ignore=pin-apt-version\nUSER bad\n',
    );
  });

  it('stays behind directives and the byte order mark', () => {
    assert.equal(
      suppress('# syntax=docker/dockerfile:1\nFROM bad\n'),
      '# syntax=docker/dockerfile:1\n# layerwright ignore=pin-apt-version\nFROM bad\n',
    );
    assert.equal(suppress('\ufeffFROM bad\n'), '\ufeff# layerwright ignore=pin-apt-version\nFROM bad\n');
  });

  it('has nothing to offer behind the last instruction', () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } };
    assert.equal(suppressEdit(parseDockerfile('FROM a\n# x\n'), { rule: 'no-maintainer', range }), undefined);
  });
});

describe('suppressInFileEdit', () => {
  for (const [before, after] of [
    ['FROM a\n', '# layerwright global ignore=no-maintainer\nFROM a\n'],
    ['FROM a\r\n', '# layerwright global ignore=no-maintainer\r\nFROM a\r\n'],
    ['\ufeffFROM a\n', '\ufeff# layerwright global ignore=no-maintainer\nFROM a\n'],
    ['# syntax=x\n# escape=`\nFROM a\n', '# syntax=x\n# escape=`\n# layerwright global ignore=no-maintainer\nFROM a\n'],
    ['# syntax=x', '# syntax=x\n# layerwright global ignore=no-maintainer'],
    [
      'FROM a\n# layerwright global ignore=DL3000 why\n',
      'FROM a\n# layerwright global ignore=DL3000,no-maintainer why\n',
    ],
  ] as const) {
    it(JSON.stringify(before), () => {
      assert.equal(applyEdits(before, [suppressInFileEdit(parseDockerfile(before), 'no-maintainer')]), after);
    });
  }
});
