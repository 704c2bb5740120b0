import { deepEqual } from 'node:assert/strict';
import { mergeConsecutiveRuns } from '../../../../src/lint/rules/merge-consecutive-runs';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('merge-consecutive-runs', () => {
  it('points at single commands in a row', () =>
    checkRule(
      mergeConsecutiveRuns,
      `
FROM debian:12
RUN mkdir /a
# Comments are no step.
  RUN mkdir /b
# ^^^ follows another one
RUN mkdir /c && mkdir /d
RUN mkdir /e
RUN mkdir /f $(date)
ENV A=1
RUN mkdir /g
RUN --network=none mkdir /h
  RUN --network=none mkdir /i
# ^^^ follows another one
RUN time mkdir /j
RUN if
  RUN if
# ^^^ follows another one
`,
    ));

  it('points at packages installed by one manager', () => {
    const text = `
FROM debian:12
RUN apt-get update && apt-get install -y curl
  RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
# ^^^ apt-get has installed packages in the RUN before
RUN curl -o /etc/apt/sources.list.d/x.list x && apt-get update && apt-get install -y x
RUN apt-get update && apt-get install -y git && make
`;
    checkRule(mergeConsecutiveRuns, text);
  });

  it('says both in one finding', () => {
    const found = runRule(mergeConsecutiveRuns, 'FROM alpine:3.20\nRUN apk add a\nRUN apk add b\n');
    deepEqual(
      found.map(({ related }) => related),
      [{ hadolint: 'DL3059', cache: 'CACHE050' }],
    );
  });

  it('counts the commands of PowerShell', () =>
    checkRule(
      mergeConsecutiveRuns,
      `
FROM mcr.example.com/windows/servercore:ltsc2022
RUN Get-Item a; Get-Item b
RUN Get-Item b
  RUN Get-Item c
# ^^^ follows another one
`,
    ));

  it('is fixed by && with the comments in place', () => {
    checkFix(
      mergeConsecutiveRuns,
      'FROM debian:12\nRUN mkdir /a\n\n# The list.\nRUN touch /a/list\nRUN ls\n',
      'FROM debian:12\nRUN mkdir /a \\\n# The list.\n    && touch /a/list\nRUN ls\n',
      { safe: false },
    );
    checkFix(
      mergeConsecutiveRuns,
      'FROM debian:12\nRUN --network=none a\nRUN --network=none b \\\n      c\n',
      'FROM debian:12\nRUN --network=none a \\\n    && b \\\n      c\n',
    );
  });

  it('has no fix where the shell of the first would change what the second does', () => {
    for (const [first, second] of [
      ['cd /srv', 'make'],
      ['. ./env', 'make'],
      ['export A=1', 'make'],
      ['A=1', 'make'],
      ['make', 'test -f x || exit 1'],
      ['make # all', 'ls'],
      ['make &', 'ls'],
      ['["make"]', 'ls'],
    ]) {
      const found = runRule(mergeConsecutiveRuns, `FROM debian:12\nRUN ${first}\nRUN ${second}\n`);
      deepEqual(
        found.flatMap(({ fixes }) => fixes),
        [],
        first,
      );
    }
  });

  it('leaves shells alone that join in other ways, unless hadolint is asked', () => {
    const text = 'FROM windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN Get-Item b\nRUN Get-Item c\n';
    deepEqual(runRule(mergeConsecutiveRuns, text, { config: { allRules: false } }), []);
    deepEqual(runRule(mergeConsecutiveRuns, text, { config: { allRules: false, profile: 'hadolint' } }).length, 1);
  });
});
