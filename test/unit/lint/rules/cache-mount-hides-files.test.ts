import { cacheMountHidesFiles as rule } from '../../../../src/lint/rules/cache-mount-hides-files';
import { checkFix, checkRule } from '../../support/check-rule';

describe('cache-mount-hides-files', () => {
  it('points at mounts over copied files, and mounts the cache beside them', () => {
    checkRule(
      rule,
      `
FROM gradle:8
COPY gradle.properties /home/gradle/.gradle/
RUN --mount=type=cache,target=/home/gradle/.gradle gradle build
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ This mount hides what COPY put into /home/gradle/.gradle
`,
    );
    checkFix(
      rule,
      'FROM maven:3\nCOPY settings.xml /root/.m2/settings.xml\nRUN --mount=type=cache,target=/root/.m2 mvn package\n',
      'FROM maven:3\nCOPY settings.xml /root/.m2/settings.xml\nRUN --mount=type=cache,target=/root/.m2/repository mvn package\n',
      { safe: false },
    );
    checkFix(
      rule,
      'FROM node:22\nCOPY .npmrc /root/.npmrc\nRUN --mount=type=cache,dst=/root,sharing=private npm ci\n',
      'FROM node:22\nCOPY .npmrc /root/.npmrc\nRUN --mount=type=cache,dst=/root/.npm,sharing=private npm ci\n',
    );
    checkRule(
      rule,
      'FROM maven:3\nCOPY settings.xml /root/.m2/\nRUN --mount=type=cache,target=/root/.m2/repository mvn package\n',
    );
    checkRule(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/.next/cache npm run build\n',
    );
  });

  it('gives earlier steps the mount', () => {
    checkFix(
      rule,
      'FROM golang:1.23 AS base\nRUN go mod download\nFROM base\nRUN --mount=type=cache,id=mod,target=/go/pkg/mod go build ./...\nRUN --mount=type=cache,id=mod,target=/go/pkg/mod go test ./...\n',
      'FROM golang:1.23 AS base\nRUN --mount=type=cache,id=mod,target=/go/pkg/mod go mod download\nFROM base\nRUN --mount=type=cache,id=mod,target=/go/pkg/mod go build ./...\nRUN --mount=type=cache,id=mod,target=/go/pkg/mod go test ./...\n',
      { safe: false },
    );
    checkFix(
      rule,
      'FROM swift:6\nWORKDIR /app\nRUN swift package resolve\nCOPY . .\nRUN --mount=type=cache,target=.build swift build\n',
      'FROM swift:6\nWORKDIR /app\nRUN --mount=type=cache,target=.build swift package resolve\nCOPY . .\nRUN --mount=type=cache,target=.build swift build\n',
    );
    checkRule(rule, 'FROM node:22\nRUN npm ci\nRUN --mount=type=cache,target=/root/.npm npm i -g typescript\n');
    checkRule(
      rule,
      'FROM debian\nRUN apt-get install -y a\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y b\n',
    );
  });

  it('sees tools, written files and directories of the image', () => {
    checkRule(
      rule,
      `
FROM debian:12
RUN curl -sSf https://rustup.example.com | sh && rustup default stable
RUN --mount=type=cache,target=/root/.cargo cargo build
#                      ^^^^^^^^^^^^^^^^^^^ hides /root/.cargo/bin
`,
    );
    checkRule(
      rule,
      `
FROM maven:3
RUN mkdir -p /root/.m2 && echo "<settings/>" > /root/.m2/settings.xml
RUN --mount=type=cache,target=/root/.m2 mvn package
#                      ^^^^^^^^^^^^^^^^ hides /root/.m2/settings.xml
`,
    );
    checkFix(
      rule,
      'FROM rust:1.80\nRUN --mount=type=cache,target=/usr/local/cargo cargo build\n',
      'FROM rust:1.80\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build\n',
    );
    checkFix(
      rule,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache apt-get update && apt-get install -y git\n',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git\n',
    );
    checkRule(rule, 'FROM a\nCOPY seed /c/\nRUN --mount=type=cache,from=seed,target=/c true\n');
    checkRule(rule, 'FROM a\nRUN curl -o /tmp/a x\nRUN --mount=type=cache,target=/tmp true\n');
  });
});
