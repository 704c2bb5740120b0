import { deepEqual } from 'node:assert/strict';
import { validDefaultImage } from '../../../../src/lint/rules/valid-default-image';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('valid-default-image', () => {
  it('points at an image whose name the defaults do not make', () =>
    checkRule(
      validDefaultImage,
      `
ARG TAG
ARG NAME=App
ARG BASE
FROM alpine:$TAG
#    ^^^^^^^^^^^ its tag is empty
FROM alpine:\${TAG:-3.20}
FROM example.com/$NAME:1
#    ^^^^^^^^^^^^^^^^^^^ has capital letters
FROM $BASE
#    ^^^^^ it is empty
FROM $BASE$TAG
#    ^^^^^^^^^ it is empty
FROM alpine:3.20-$TARGETARCH
FROM localhost:5000/a/b_c:1@sha256:0123456789012345678901234567890123456789012345678901234567890123
FROM scratch
`,
    ));

  it('leaves variables that nobody declares to another rule', () =>
    checkRule(validDefaultImage, 'FROM alpine:$TAG\nFROM $IMAGE\n'));

  it('takes latest for a tag without a value', () =>
    checkFix(validDefaultImage, 'ARG T\nFROM a:$T AS b\n', 'ARG T\nFROM a:${T:-latest} AS b\n', { safe: false }));

  it('leaves names of stages and generated text alone', () =>
    checkRule(validDefaultImage, 'FROM a:1 AS Build\nFROM Build\nFROM {{image}}\nFROM @BASE@\nFROM a:${option:b}\n'));

  it('writes a repository in lower case', () =>
    checkFix(validDefaultImage, 'FROM Alpine:3.20\n', 'FROM alpine:3.20\n', { safe: false }));

  it('lets a build choose the whole image, unless BuildKit is asked', () => {
    const text = 'ARG BASE\nARG TAG\nFROM $BASE\nFROM ${BASE}${TAG}\nFROM alpine:$TAG\n';
    const lines = (profile: 'recommended' | 'buildkit') =>
      runRule(validDefaultImage, text, { config: { allRules: false, profile } }).map(
        ({ range }) => range.start.line + 1,
      );
    deepEqual([lines('recommended'), lines('buildkit')], [[5], [3, 4, 5]]);
  });
});
