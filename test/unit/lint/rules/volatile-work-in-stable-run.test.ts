import { volatileWorkInStableRun } from '../../../../src/lint/rules/volatile-work-in-stable-run';
import { checkFix, checkRule } from '../../support/check-rule';

describe('volatile-work-in-stable-run', () => {
  const rule = volatileWorkInStableRun;

  it('points at the first use of what changes', () =>
    checkRule(
      rule,
      `
FROM golang:1.23-alpine
ARG checkout=master
RUN apk add --no-cache git make && git clone https://example.com/node.git && cd node && git checkout $checkout && make
#                                                                                                     ^^^^^^^^ takes \`apk add\` in the same RUN along
FROM debian:12
ARG RELEASE
RUN apt-get update && apt-get install -y curl && curl -o /a https://example.com/$RELEASE && rm -rf /var/lib/apt/lists/*
#                                                                                ^^^^^^^ cleans up after its beginning
`,
    ));

  it('is silent about pinned values and what is built with packages that leave again', () => {
    const silent = (text: string) => checkRule(rule, text);
    silent('FROM alpine:3.20\nARG REF=v1.2.3\nRUN apk add curl && curl -O https://example.com/$REF\n');
    silent(
      'ARG RELEASE=1.2\nFROM alpine:3.20\nARG RELEASE\nRUN apk add curl && curl -O https://example.com/$RELEASE\n',
    );
    silent('FROM alpine:3.20\nARG RELEASE\nRUN apk add curl && curl -O https://example.com/$RELEASE && apk del curl\n');
    silent('FROM alpine:3.20\nARG RELEASE\nRUN curl -O https://example.com/$RELEASE && apk add curl\n');
    silent('FROM alpine:3.20\nARG RELEASE\nRUN apk add curl=$RELEASE\n');
  });

  it('cuts the RUN and declares the argument in between', () =>
    checkFix(
      rule,
      'FROM alpine:3.20\n# what to ship\nARG APP_RELEASE\nRUN apk add --no-cache curl \\\n && curl -o /a https://example.com/$APP_RELEASE\nCMD ["a"]\n',
      'FROM alpine:3.20\nRUN apk add --no-cache curl\n# what to ship\nARG APP_RELEASE\nRUN curl -o /a https://example.com/$APP_RELEASE\nCMD ["a"]\n',
      { safe: false },
    ));

  it('leaves alone a version that the parent stage names', () =>
    checkRule(
      rule,
      'FROM alpine:3.20 AS base\nARG DB_RELEASE=15.1\nFROM base\nARG DB_RELEASE\nRUN apk add git && wget https://example.com/$DB_RELEASE\n',
    ));
});
