import { unusedStage } from '../../../../src/lint/rules/unused-stage';
import { checkFix, checkRule } from '../../support/check-rule';

describe('unused-stage', () => {
  it('points at stages that nothing refers to', () =>
    checkRule(
      unusedStage,
      `
FROM golang:1.22 AS builder
#                   ^^^^^^^ Nothing in this file uses the stage "builder"
RUN go build -o /app .
FROM rust:1.82
#    ^^^^^^^^^ the stage without a name
RUN cargo build
FROM debian:12
COPY app /app
`,
    ));

  it('counts every way to refer to a stage', () =>
    checkRule(
      unusedStage,
      `
FROM a:1 AS One
FROM b:1 AS two
FROM c:1 AS three-amd64
FROM d:1 AS four
FROM e:1
FROM f:1 AS six
FROM one
COPY --from=TWO /x /x
COPY --from=three-$TARGETARCH /x /x
RUN --mount=type=bind,from=four,target=/four make
COPY --from=4 /x /x
ONBUILD COPY --from=six /x /x
`,
    ));

  it('leaves targets and what only the build knows alone', () => {
    const end = 'FROM debian:12\nCOPY app /app\n';
    for (const stage of [
      'FROM a:1 AS unit-test\nRUN make',
      'FROM a:1 AS dev2\nRUN make',
      'FROM a:1 AS other\nRUN make\nENTRYPOINT ["x"]',
      'FROM scratch AS files\nCOPY a /',
      '# docker build --target assets .\nFROM a:1 AS assets\nRUN make',
    ]) {
      checkRule(unusedStage, `${stage}\n${end}`);
    }
    checkRule(
      unusedStage,
      'ARG FLAVOUR\nFROM a:1 AS one\nRUN make\nFROM b:1 AS two\nRUN make\nFROM $FLAVOUR\nRUN make\n',
    );
    checkRule(unusedStage, 'FROM a:1 AS builder\nRUN make\n');
  });

  it('removes the stage with its comments', () =>
    checkFix(
      unusedStage,
      '# assets\nFROM a:1 AS builder\nRUN make\n\n# the image\nFROM debian:12\nCOPY app /app\n',
      '# the image\nFROM debian:12\nCOPY app /app\n',
      { safe: false },
    ));
});
