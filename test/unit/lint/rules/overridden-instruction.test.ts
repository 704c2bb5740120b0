import assert from 'node:assert/strict';
import { overriddenInstruction } from '../../../../src/lint/rules/overridden-instruction';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('overridden-instruction', () => {
  it('points at the one that is ignored', () =>
    checkRule(
      overriddenInstruction,
      `
FROM a:1 AS one
CMD ["a"]
^^^^^^^^^ This CMD is ignored
HEALTHCHECK CMD a
^^^^^^^^^^^^^^^^^ This HEALTHCHECK is ignored
CMD ["b"]
^^^^^^^^^ This CMD is ignored
ENTRYPOINT ["a"]
^^^^^^^^^^^^^^^^ This ENTRYPOINT is ignored
HEALTHCHECK NONE
CMD ["c"]
ENTRYPOINT ["b"]
ONBUILD CMD ["d"]
ONBUILD CMD ["e"]
FROM one
CMD ["f"]
`,
    ));

  it('works without FROM, where only hadolint does', () =>
    assert.deepEqual(
      runRule(overriddenInstruction, 'ENTRYPOINT a\nENTRYPOINT b\n').map(({ related, severity }) => ({
        related,
        severity,
      })),
      [{ related: { hadolint: 'DL4004' }, severity: 'error' }],
    ));

  it('deletes it with its comments, where nothing follows', () =>
    checkFix(
      overriddenInstruction,
      'FROM a:1\n\n# run it\n# hadolint ignore=DL3025\nCMD a\n\nUSER b\nCMD ["c"]\n',
      'FROM a:1\n\nUSER b\nCMD ["c"]\n',
      { safe: true },
    ));

  it('keeps prose that may be about the next line, but no switches', () =>
    checkFix(
      overriddenInstruction,
      'FROM a:1\n# run it\n# hadolint ignore=DL3025\n# check=skip=all\nCMD a\nCMD ["c"]\n',
      'FROM a:1\n# run it\nCMD ["c"]\n',
    ));

  it('keeps switches for more than the line', () =>
    checkFix(
      overriddenInstruction,
      'FROM a:1\n# why\n# layerwright global ignore=DL3000\nCMD a \\\n  # b\n  c\n\nCMD ["c"]\n',
      'FROM a:1\n# layerwright global ignore=DL3000\n\nCMD ["c"]\n',
    ));

  it('is switched off above the later one', () => {
    const comment = '# check=skip=MultipleInstructionsDisallowed\n';
    assert.equal(runRule(overriddenInstruction, `FROM a:1\n${comment}CMD a\nCMD b\n`).length, 1);
    assert.equal(runRule(overriddenInstruction, `FROM a:1\nCMD a\n${comment}CMD b\n`).length, 0);
    assert.equal(runRule(overriddenInstruction, 'FROM a:1\nCMD a\n# hadolint ignore=DL4003\nCMD b\n').length, 0);
  });
});
