import { parseError } from '../../../../src/lint/rules/parse-error';
import { checkFix, checkRule } from '../../support/check-rule';

describe('parse-error', () => {
  it('reports lines that are no instruction', () =>
    checkRule(
      parseError,
      `
FROM alpine:3.20
RUM apk add curl
^^^ "RUM" is no Dockerfile instruction, so the build stops here. Did you mean RUN?
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

  it('reports arguments that builders refuse', () =>
    checkRule(
      parseError,
      `
FROM --form=x alpine:3.20
#    ^^^^^^^^ FROM has no flag --form
FROM alpine:3.20 build
#    ^^^^^^^^^^^^^^^^^ FROM takes an image
COPY --chown=1 --chown=2 a /b
#                ^^^^^ --chown stands here twice
COPY --exclude=a --exclude=b a /b
COPY a
^^^^ COPY needs a source and a destination
ADD --from=x a /b
#   ^^^^^^^^ ADD has no flag --from
ENV NAME
#   ^^^^ "NAME" has no value
LABEL a=1 b
#         ^ "b" has no value
HEALTHCHECK curl localhost
#           ^^^^^^^^^^^^^^ HEALTHCHECK takes CMD
SHELL bash -c
#     ^^^^^^^ JSON array
ONBUILD RUM true
#       ^^^ "RUM" is no Dockerfile instruction
`,
    ));

  it('reports mounts that builders refuse', () =>
    checkRule(
      parseError,
      `
FROM alpine:3.20
RUN --mount=type=cache,targt=/x true
#                      ^^^^^^^^ Mounts have no option "targt"
RUN --mount=type=cash,target=/x true
#           ^^^^^^^^^ "cash" is no type of mount
RUN --mount=type=cache true
#   ^^^^^^^^^^^^^^^^^^ needs a target
RUN --mount=type=secret,id=x --mount=dst=/x,src=a,ro --mount=type=$TYPE true
`,
    ));

  it('leaves a file without FROM to another rule when something else than ARG is in it', () =>
    checkRule(parseError, 'ARG A\nRUN true\n'));

  it('corrects a misspelt flag', () =>
    checkFix(parseError, 'FROM a:1\nCOPY --chwon=1 a /b\n', 'FROM a:1\nCOPY --chown=1 a /b\n', { safe: false }));
});
