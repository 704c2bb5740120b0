import { deepEqual } from 'node:assert/strict';
import { workdirOverCd } from '../../../../src/lint/rules/workdir-over-cd';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('workdir-over-cd', () => {
  it('points at the first cd of a RUN', () =>
    checkRule(
      workdirOverCd,
      `
FROM debian:12
RUN git clone x && cd x && make && cd ..
#                  ^^^^ holds until the RUN ends
RUN cd /srv
#   ^^^^^^^ ends right here
ONBUILD RUN cd /srv
RUN make -C /srv; echo cd
`,
    ));

  it('becomes a WORKDIR, and the one before is restored', () =>
    checkFix(
      workdirOverCd,
      'FROM debian:12\nWORKDIR /app\nRUN cd /app/web && \\\n    make\nCMD ["x"]\n',
      'FROM debian:12\nWORKDIR /app\nWORKDIR /app/web\nRUN make\nWORKDIR /app\nCMD ["x"]\n',
      { safe: false },
    ));

  it('needs nothing restored in front of another WORKDIR', () =>
    checkFix(
      workdirOverCd,
      'FROM debian:12\nENV HOME_DIR=/app\nRUN cd $HOME_DIR/web && make\nENV A=1\nWORKDIR /srv\n',
      'FROM debian:12\nENV HOME_DIR=/app\nWORKDIR $HOME_DIR/web\nRUN make\nENV A=1\nWORKDIR /srv\n',
    ));

  it('becomes a WORKDIR where it has no effect', () =>
    checkFix(workdirOverCd, 'FROM debian:12\nRUN cd /srv\nRUN make\n', 'FROM debian:12\nWORKDIR /srv\nRUN make\n'));

  it('stays where more depends on it', () => {
    for (const text of [
      'FROM debian:12\nRUN cd /srv && make\nRUN ls\n',
      'FROM debian:12\nWORKDIR /app\nRUN a && cd /srv && make\n',
      'FROM debian:12\nWORKDIR /app\nRUN cd "$SOMEWHERE" && make\n',
      'FROM debian:12\nWORKDIR /app\nRUN cd /srv; make\n',
      'FROM debian:12\nWORKDIR /app\nRUN (cd /srv && make)\n',
    ]) {
      deepEqual(
        runRule(workdirOverCd, text).map(({ fixes }) => fixes),
        [[]],
        text,
      );
    }
  });
});
