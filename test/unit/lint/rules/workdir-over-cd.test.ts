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

  it('cuts a RUN at each cd, and goes back to where a well-known image starts', () => {
    checkFix(
      workdirOverCd,
      'FROM ubuntu:24.04\nARG V=1.4\nRUN cd /opt && curl -fsSO https://dl.example.com/lib-$V.tgz && \\\n    tar -xzf lib-$V.tgz && \\\n    cd lib-$V/src && \\\n    make -j4 && make install\nRUN ls\n',
      'FROM ubuntu:24.04\nARG V=1.4\nWORKDIR /opt\nRUN curl -fsSO https://dl.example.com/lib-$V.tgz && \\\n    tar -xzf lib-$V.tgz\nWORKDIR /opt/lib-$V/src\nRUN make -j4 && make install\nWORKDIR /\nRUN ls\n',
    );
  });

  it('goes back nowhere in a stage of which only files are used', () =>
    checkFix(
      workdirOverCd,
      'FROM builder AS build\nRUN cd /src && make\nRUN cd /docs && make\nCOPY x /srv/x\nFROM scratch\nCOPY --from=build /src/x /x\n',
      'FROM builder AS build\nWORKDIR /src\nRUN make\nRUN cd /docs && make\nCOPY x /srv/x\nFROM scratch\nCOPY --from=build /src/x /x\n',
    ));

  it('takes the mkdir in front along', () =>
    checkFix(
      workdirOverCd,
      'FROM debian:12\nRUN set -ex && mkdir -p /srv/x && cd /srv/x/ && make\nWORKDIR /app\n',
      'FROM debian:12\nWORKDIR /srv/x/\nRUN set -ex && make\nWORKDIR /app\n',
    ));

  it('stays where more depends on it', () => {
    for (const text of [
      'FROM builder\nRUN cd /srv && make\nRUN ls\n',
      'FROM builder\nRUN cd /srv && make\n',
      'FROM debian:12\nWORKDIR /app\nRUN a && cd /srv && make && rm -rf /tmp/x\n',
      'FROM debian:12\nWORKDIR /app\nRUN X=$(date) && cd /srv && make $X\n',
      'FROM debian:12\nWORKDIR /app\nRUN git clone -b main https://git.example.com/x.git && cd x && git checkout v1\n',
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
