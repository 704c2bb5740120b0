import { emulatedCompile } from '../../../../src/lint/rules/emulated-compile';
import { checkRule } from '../../support/check-rule';

const copy = 'FROM debian:12\nCOPY --from=build /app /app\n';

describe('emulated-compile', () => {
  it('points at the image of the stage that compiles', () => {
    checkRule(
      emulatedCompile,
      `
FROM maven:3 AS base
#    ^^^^^^^ \`mvn package\` runs in an emulator
FROM base AS build
RUN mvn package
FROM debian:12
ARG TARGETARCH
COPY --from=build /app /app
`,
    );
  });

  it('leaves native files, named platforms, interpreters and final stages alone', () => {
    for (const text of [
      `FROM golang:1.22 AS build\nRUN go build .\n${copy}`,
      `FROM --platform=$BUILDPLATFORM golang:1.22 AS base\nFROM base AS build\nARG TARGETARCH\nRUN go build .\n${copy}`,
      `FROM python:3.12 AS build\nARG TARGETARCH\nRUN pip wheel .\n${copy}`,
      'FROM golang:1.22\nARG TARGETARCH\nRUN go build .\n',
      `FROM golang:1.22 AS build\nARG TARGETARCH\nRUN go mod download\n${copy}`,
    ]) {
      checkRule(emulatedCompile, text);
    }
  });
});
