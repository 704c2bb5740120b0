import { stageNameCasing } from '../../../../src/lint/rules/stage-name-casing';
import { checkFix, checkRule } from '../../support/check-rule';

describe('stage-name-casing', () => {
  it('points at the name', () =>
    checkRule(
      stageNameCasing,
      `
FROM alpine:3.20 AS Base
#                   ^^^^ "Base" has capital letters
FROM Base AS next
FROM \\
^^^^ "Two" has
  next AS Two
FROM alpine:3.20
`,
    ));

  it('renames the stage wherever it is named, but not images, numbers and later stages of the name', () =>
    checkFix(
      stageNameCasing,
      `
FROM golang:1.23 AS Build
FROM Build AS test
COPY --from=Build --chmod=755 /a /b
COPY --from=0 /a /b
COPY --from=buildpack /a /b
RUN --mount=type=bind,from=BUILD,source=/a,target=/b ls
FROM alpine:3.20
COPY --from=build /a /b
`,
      `
FROM golang:1.23 AS build
FROM build AS test
COPY --from=build --chmod=755 /a /b
COPY --from=0 /a /b
COPY --from=buildpack /a /b
RUN --mount=type=bind,from=build,source=/a,target=/b ls
FROM alpine:3.20
COPY --from=build /a /b
`,
      { safe: true },
    ));
});
