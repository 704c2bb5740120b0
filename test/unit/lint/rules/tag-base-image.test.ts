import { tagBaseImage } from '../../../../src/lint/rules/tag-base-image';
import { checkRule } from '../../support/check-rule';

describe('tag-base-image', () => {
  it('points at an image without tag or digest', () =>
    checkRule(
      tagBaseImage,
      `
FROM node AS build
#    ^^^^ node has no tag
FROM localhost:5000/team/app
#    ^^^^^^^^^^^^^^^^^^^^^^^ has no tag
FROM --platform=$BUILDPLATFORM golang
#                              ^^^^^^ golang has no tag
FROM node:22
FROM build
FROM scratch
`,
    ));

  it('leaves variables and earlier stages alone', () =>
    checkRule(tagBaseImage, 'ARG BASE=node:22\nFROM $BASE AS one\nFROM ${REGISTRY}/node\nFROM one\n'));

  it('knows what builders know about stages and variables', () =>
    checkRule(
      tagBaseImage,
      `
ARG SUFFIX=:22
FROM node:22 AS App
FROM app
FROM node$SUFFIX
FROM quay.io/team/App
#    ^^^^^^^^^^^^^^^^ has no tag
`,
    ));

  it('takes images apart as hadolint does where it is asked', () =>
    checkRule(
      tagBaseImage,
      `
FROM localhost:5000/team/tool AS App
FROM quay.io/App
FROM app
#    ^^^ app has no tag
`,
      { config: { profile: 'hadolint' } },
    ));
});
