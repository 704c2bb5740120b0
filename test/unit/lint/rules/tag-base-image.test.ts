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
});
