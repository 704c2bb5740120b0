import { deepEqual } from 'node:assert/strict';
import { quietWgetProgress } from '../../../../src/lint/rules/quiet-wget-progress';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('quiet-wget-progress', () => {
  it('wants something that keeps wget quiet', () =>
    checkRule(
      quietWgetProgress,
      `
FROM debian:12
RUN wget https://example.com/a
#   ^^^^ line by line
RUN wget -O- https://example.com/a | sh
#   ^^^^ line by line
RUN wget -qO- a; wget -nv a; wget --progress=bar a; wget -o log a; wget --no-verbose a
RUN wget -nvc a
#   ^^^^ line by line
`,
    ));

  it('is fixed for all of a RUN', () =>
    checkFix(
      quietWgetProgress,
      'FROM debian:12\nRUN wget a && \\\n    wget b\n',
      'FROM debian:12\nRUN wget --progress=dot:giga a && \\\n    wget --progress=dot:giga b\n',
      { safe: true },
    ));

  it('is fixed by what BusyBox knows', () =>
    checkFix(
      quietWgetProgress,
      'FROM python:3.12-alpine AS base\nFROM base\nRUN wget a\n',
      'FROM python:3.12-alpine AS base\nFROM base\nRUN wget -q a\n',
    ));

  it('is safe where the wget is known and nothing reads what it says', () => {
    for (const [base, script, safe] of [
      ['debian:12', 'wget a', true],
      ['debian:12', 'X=$(wget -O- a)', true],
      ['debian:12', 'wget -O- a 2>&1 | grep x', false],
      ['debian:12', 'wget a 2> log', false],
      ['debian:12', 'wget a &> log', false],
      ['debian:12', 'wget -S -O- a |& grep x', false],
      ['debian:12', 'ls 2> log && wget a', true],
      ['acme/base:1', 'wget a', false],
      ['acme/base:1', 'apt-get update && wget a', true],
      ['acme/base:1', 'apk add curl && wget a', true],
    ] as const) {
      const [found] = runRule(quietWgetProgress, `FROM ${base}\nRUN ${script}\n`);
      deepEqual(
        [found?.fixes[0]?.safe, found?.fixes[0]?.title],
        [safe, `Add ${script.startsWith('apk') ? '-q' : '--progress=dot:giga'}`],
        script,
      );
    }
  });
});
