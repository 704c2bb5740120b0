import { workdirBeforeRelativeCopy } from '../../../../src/lint/rules/workdir-before-relative-copy';
import { checkFix, checkRule } from '../../support/check-rule';

describe('workdir-before-relative-copy', () => {
  it('points at relative destinations in stages without a WORKDIR', () =>
    checkRule(
      workdirBeforeRelativeCopy,
      `
FROM node:22 AS base
COPY package.json app/
#                 ^^^^ "app/" is relative to the working directory
COPY ["a", "b"]
#          ^^^ "b" is relative
COPY a /b
COPY a "$HOME/b"
COPY a C:/b
ADD a b
WORKDIR x
COPY a b
FROM base
COPY a b
FROM debian:12
COPY a b
#      ^ "b" is relative
ONBUILD WORKDIR /a
ONBUILD COPY a b
COPY a b
#      ^ "b" is relative
`,
    ));

  it('knows the stages that builders know, unless hadolint is asked', () => {
    const text = 'FROM a:1 AS Base\nWORKDIR /x\nFROM base\nCOPY a b\n';
    checkRule(workdirBeforeRelativeCopy, text);
    checkRule(workdirBeforeRelativeCopy, `${text}#      ^ "b" is relative\n`, { config: { profile: 'hadolint' } });
  });

  it('is sure about an empty image only', () => {
    checkFix(workdirBeforeRelativeCopy, 'FROM scratch\nCOPY a "b/"\n', 'FROM scratch\nCOPY a "/b/"\n', { safe: true });
    checkFix(workdirBeforeRelativeCopy, 'FROM a:1\nCOPY a b\n', 'FROM a:1\nCOPY a /b\n', { safe: false });
  });

  it('gives files of the working directory one of their own', () =>
    checkFix(workdirBeforeRelativeCopy, 'FROM a:1\n# all\ncopy . .\n', 'FROM a:1\nworkdir /app\n# all\ncopy . .\n', {
      safe: false,
    }));
});
