import { quietWgetProgress } from '../../../../src/lint/rules/quiet-wget-progress';
import { checkFix, checkRule } from '../../support/check-rule';

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
});
