import { parseError } from '../../../../src/lint/rules/parse-error';
import { checkFix, checkRule } from '../../support/check-rule';

describe('parse-error', () => {
  it('reports lines that are no instruction', () =>
    checkRule(
      parseError,
      `
FROM alpine:3.20
RUM apk add curl
^^^ "RUM" is no Dockerfile instruction, so the build stops here; RUN is near
  && echo
# ^^ that line needs a continuation
RUN true
`,
    ));

  it('reports instructions without an argument', () =>
    checkRule(
      parseError,
      `
FROM alpine:3.20
WORKDIR
^^^^^^^ WORKDIR needs an argument
CMD
`,
    ));

  it('reports a heredoc without an end', () =>
    checkRule(
      parseError,
      `
FROM alpine:3.20
RUN <<EOF
#   ^^^^^ ends before the line "EOF"
echo
`,
    ));

  it('reports a file without a stage, once', () =>
    checkRule(
      parseError,
      `
# syntax=docker/dockerfile:1
ARG VERSION=1
^^^ no FROM
ARG OTHER
`,
    ));

  it('leaves other text alone', () => checkRule(parseError, '# only a comment\n'));

  it('corrects a misspelt instruction', () =>
    checkFix(parseError, 'FORM alpine\nRUN true\n', 'FROM alpine\nRUN true\n', {
      title: 'Replace with FROM',
      safe: false,
    }));
});
