import { platformArgBeforeRun } from '../../../../src/lint/rules/platform-arg-before-run';
import { checkFix, checkRule } from '../../support/check-rule';

describe('platform-arg-before-run', () => {
  const rule = platformArgBeforeRun;

  it('points at the declarations above a step that is the same for all', () =>
    checkRule(
      rule,
      `
FROM --platform=$BUILDPLATFORM node:22 AS base
WORKDIR /app
FROM base AS build
ARG TARGETPLATFORM
#   ^^^^^^^^^^^^^^ part of the cache key of \`npm ci\`
COPY package*.json ./
RUN npm ci
COPY . .
RUN ./build.sh
`,
    ));

  it('moves them to the first user', () =>
    checkFix(
      rule,
      'FROM --platform=$BUILDPLATFORM golang:1.23\n# what to build for\nARG TARGETOS\nARG TARGETARCH\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN GOARCH=$TARGETARCH GOOS=$TARGETOS go build\n',
      'FROM --platform=$BUILDPLATFORM golang:1.23\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n# what to build for\nARG TARGETOS\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH GOOS=$TARGETOS go build\n',
      { safe: true },
    ));

  it('stops at what uses them, or may', () => {
    const stage = 'FROM --platform=$BUILDPLATFORM golang:1.23\nARG TARGETARCH\n';
    for (const rest of [
      'RUN xx-apk add gcc\n',
      'RUN case $TARGETARCH in arm64) apt-get install -y a;; esac\n',
      'RUN ./setup.sh\nRUN go mod download\n',
      'RUN go build .\nRUN go mod download\n',
      'COPY bin/$TARGETARCH /usr/bin/\nRUN go mod download\n',
      'RUN echo hello\n',
    ])
      checkRule(rule, stage + rest);
    checkRule(rule, 'FROM --platform=$TARGETPLATFORM golang:1.23\nARG TARGETARCH\nRUN go mod download\n');
    checkRule(rule, 'FROM --platform=$BUILDPLATFORM golang:1.23\nARG BUILDARCH\nRUN go mod download\n');
  });
});
