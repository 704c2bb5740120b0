import { volatileArgBeforeRun } from '../../../../src/lint/rules/volatile-arg-before-run';
import { checkFix, checkRule } from '../../support/check-rule';

describe('volatile-arg-before-run', () => {
  it('points at the argument', () =>
    checkRule(
      volatileArgBeforeRun,
      `
FROM node:22
ARG GIT_COMMIT=unknown
#   ^^^^^^^^^^ changes with every build
COPY package.json .
RUN npm ci
COPY . .
RUN npm run build
`,
    ));

  it('moves it above its first user, with what is made from it', () =>
    checkFix(
      volatileArgBeforeRun,
      `
FROM node:22 AS build
# what is built
ARG BUILD_HASH
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
ENV APP_BUILD_HASH=$BUILD_HASH
RUN npm run build
`,
      `
FROM node:22 AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# what is built
ARG BUILD_HASH
ENV APP_BUILD_HASH=$BUILD_HASH
RUN npm run build
`,
    ));

  it('moves it to the end where only a label uses it', () => {
    checkFix(
      volatileArgBeforeRun,
      'FROM debian:12\nARG BUILD_DATE\nRUN apt-get update && apt-get install -y curl\nCMD ["a"]\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nCMD ["a"]\nARG BUILD_DATE\n',
      { safe: true },
    );
    checkFix(
      volatileArgBeforeRun,
      'FROM debian:12\nARG BUILD_DATE\nRUN apt-get update && apt-get install -y curl\nLABEL built=$BUILD_DATE\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nARG BUILD_DATE\nLABEL built=$BUILD_DATE\n',
      { safe: true },
    );
  });

  it('knows users, pins, other words, the global scope and places below the source', () => {
    checkRule(volatileArgBeforeRun, 'FROM a:1\nARG GIT_SHA\nRUN curl -O https://example.com/$GIT_SHA\n');
    checkRule(volatileArgBeforeRun, 'FROM a:1\nARG GIT_SHA\nRUN ./build.sh && apt-get install -y x\n');
    checkRule(volatileArgBeforeRun, 'FROM a:1\nARG TOOL_COMMIT=0123456789abcdef\nRUN npm ci\n');
    checkRule(volatileArgBeforeRun, 'FROM a:1\nARG SHARED_SECRET\nARG S6_BUILD_TIME_PKGS\nRUN npm ci\n');
    checkRule(volatileArgBeforeRun, 'ARG GIT_SHA\nFROM a:1\nRUN npm ci\n');
    checkRule(volatileArgBeforeRun, 'FROM a:1\nCOPY . .\nARG GIT_SHA\nRUN npm ci\n');
    checkRule(volatileArgBeforeRun, 'FROM a:1\nRUN npm ci\nARG GIT_SHA\nLABEL rev=$GIT_SHA\n');
    checkRule(volatileArgBeforeRun, 'FROM a:1\nARG VERSION=1.2.3\nRUN npm ci\n');
  });

  it('reports a date also below the source, which changes without it', () =>
    checkRule(
      volatileArgBeforeRun,
      `
FROM a:1
COPY . .
ARG BUILD_DATE
#   ^^^^^^^^^^ changes with every build
RUN npm ci
`,
    ));

  it('takes what goes into labels for no business of scripts', () => {
    checkRule(
      volatileArgBeforeRun,
      `
FROM alpine:3.20
ARG BUILD_DATE
#   ^^^^^^^^^^ runs again each time
ARG GIT_COMMIT
LABEL built=$BUILD_DATE
RUN apk add gcc && ./configure
`,
    );
    checkFix(
      volatileArgBeforeRun,
      'FROM alpine:3.20\nARG BUILD_DATE\nLABEL built=$BUILD_DATE\nRUN apk add gcc && ./configure\n',
      'FROM alpine:3.20\nRUN apk add gcc && ./configure\nARG BUILD_DATE\nLABEL built=$BUILD_DATE\n',
      { safe: false },
    );
  });

  it('says release where it is one, and nothing where the parent stage names it', () => {
    checkRule(
      volatileArgBeforeRun,
      `
FROM alpine:3.20
ARG VERSION
#   ^^^^^^^ VERSION changes with every release
RUN apk add git
RUN wget https://example.com/$VERSION
`,
    );
    checkRule(
      volatileArgBeforeRun,
      'FROM alpine AS base\nARG VERSION=1.2.3\nFROM base\nARG VERSION\nRUN apk add git\n',
    );
  });

  it('leaves labels at the end where they are', () =>
    checkFix(
      volatileArgBeforeRun,
      'FROM node:22\nARG GIT_SHA\nRUN apt-get update && apt-get install -y git\n\n# for the registry\nLABEL rev=$GIT_SHA\n',
      'FROM node:22\nRUN apt-get update && apt-get install -y git\n\nARG GIT_SHA\n# for the registry\nLABEL rev=$GIT_SHA\n',
      { safe: true },
    ));

  it('names a long command by its first words', () =>
    checkRule(
      volatileArgBeforeRun,
      `
FROM debian:12
ARG GIT_SHA
#   ^^^^^^^ \`curl -fsSL -o /opt/tool …\` runs again each time
RUN set -e && curl -fsSL -o /opt/tool https://example.com/a/very/long/path/of/releases/tool
`,
    ));
});
