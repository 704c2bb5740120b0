import assert from 'node:assert/strict';
import { blankLineInInstruction } from '../../../../src/lint/rules/blank-line-in-instruction';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('blank-line-in-instruction', () => {
  it('marks the last line of the instruction, once', () =>
    checkRule(
      blankLineInInstruction,
      `
FROM a:1
RUN one \\

  two \\
  # a comment is no blank line
  \t
  three
# ^^^^^ This RUN goes on behind 2 blank lines
RUN one \\
  # only this
  two

RUN last
`,
    ));

  it('deletes them, and nothing else', () =>
    checkFix(
      blankLineInInstruction,
      'FROM a:1\nRUN one && \\\n\n  # why\n  \n\n  two\n\nUSER b\n',
      'FROM a:1\nRUN one && \\\n  # why\n  two\n\nUSER b\n',
      { safe: true },
    ));

  it('does not look into heredocs', () =>
    checkRule(blankLineInInstruction, 'FROM a:1\nRUN <<EOF\none \\\n\n two\nEOF\n'));

  it('marks the line in front of a heredoc', () =>
    checkRule(blankLineInInstruction, 'FROM a:1\nCOPY a \\\n\n <<EOF /b\n#^^^^^^^^ This COPY goes on\none\nEOF\n'));

  it('knows the escape directive', () =>
    checkRule(blankLineInInstruction, '# escape=`\nFROM a:1\nRUN one `\n\n two\n#^^^ goes on behind 1 blank line\n'));

  it('takes two escape characters for none', () =>
    checkRule(blankLineInInstruction, 'FROM a:1\nRUN echo \\\\\n\nUSER b\n'));

  it('sees a blank line at the end of the file', () =>
    assert.equal(runRule(blankLineInInstruction, 'FROM a:1\nRUN one \\\n\n').length, 1));
});
