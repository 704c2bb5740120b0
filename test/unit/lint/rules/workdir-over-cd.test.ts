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

  it('replaces the cd that a RUN begins with, whatever comes behind it', () => {
    checkFix(
      workdirOverCd,
      'FROM debian:12\nRUN cd /opt && git clone $X && cd x-* && make && rm -rf /opt/x-*\nRUN ls\n',
      'FROM debian:12\nWORKDIR /opt\nRUN git clone $X && cd x-* && make && rm -rf /opt/x-*\nWORKDIR /\nRUN ls\n',
      { remains: true },
    );
    checkFix(
      workdirOverCd,
      'FROM debian:12\nWORKDIR /app\nRUN set -eux; \\\n    cd /srv; \\\n    make; \\\n    rm -rf x\nWORKDIR /app\n',
      'FROM debian:12\nWORKDIR /app\nWORKDIR /srv\nRUN set -eux; \\\n    make; \\\n    rm -rf x\nWORKDIR /app\n',
    );
  });

  it('keeps the comment behind it', () =>
    checkFix(
      workdirOverCd,
      'FROM debian:12\nRUN cd /srv && \\\n    # All of it\n    make\nWORKDIR /app\n',
      'FROM debian:12\nWORKDIR /srv\nRUN \\\n    # All of it\n    make\nWORKDIR /app\n',
    ));

  it('is left out where the WORKDIR is that already', () =>
    checkFix(
      workdirOverCd,
      'FROM debian:12\nWORKDIR /srv\nRUN cd /srv && make\nRUN ls\n',
      'FROM debian:12\nWORKDIR /srv\nRUN make\nRUN ls\n',
      { title: 'Leave out cd: WORKDIR is /srv' },
    ));

  it('is no matter where no WORKDIR can stand for it, unless hadolint is asked', () => {
    const text = (script: string) => `FROM debian:12\nWORKDIR /app\nRUN ${script}\n`;
    for (const script of [
      'curl -O https://dl.example.com/x.tgz && tar -xzf x.tgz && cd x && make install && cd .. && rm -rf x',
      'apk add make && cd x && make && apk del make',
      'V=1.2; tar -xf x.tar; cd x-$V; make',
      '(cd /srv && make) && ls',
      'if [ -d /srv ]; then cd /srv && make; fi',
      'cd "$(mktemp -d)" && make',
      'cd "${HOME%/x}" && make',
      'mkdir x && cd x && make && cd .. && rm -r x',
      'git clone https://git.example.com/x.git && cd x && git checkout v1',
    ]) {
      deepEqual(runRule(workdirOverCd, text(script), { config: { allRules: false } }), [], script);
      for (const config of [{ profile: 'hadolint' }, { codes: { DL3003: 'info' } }] as const)
        deepEqual(runRule(workdirOverCd, text(script), { config: { allRules: false, ...config } }).length, 1, script);
    }
  });

  it('stays where more depends on it', () => {
    for (const text of [
      'FROM builder\nRUN cd /srv && make\nRUN ls\n',
      'FROM builder\nRUN cd /srv && make\n',
      'FROM debian:12\nWORKDIR /app\nRUN a && cd /srv && make && rm -rf /tmp/x\n',
      'FROM debian:12\nWORKDIR /app\nRUN X=$(date) && cd /srv && make $X\n',
      'FROM debian:12\nWORKDIR /app\nRUN git clone -b main https://git.example.com/x.git && cd x && git checkout v1\n',
      'FROM debian:12\nWORKDIR /app\nRUN cd "$SOMEWHERE" && make\n',
      'FROM debian:12\nWORKDIR /app\nRUN cd /srv || exit 1; make\n',
      'FROM debian:12\nWORKDIR /app\nRUN cd /srv; make; cd "$OLDPWD"; ls\n',
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
