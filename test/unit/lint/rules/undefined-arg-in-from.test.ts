import assert from 'node:assert/strict';
import { undefinedArgInFrom } from '../../../../src/lint/rules/undefined-arg-in-from';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('undefined-arg-in-from', () => {
  it('points at what no global ARG declares', () =>
    checkRule(
      undefinedArgInFrom,
      `
ARG BASE=alpine
FROM $BASE:\${TAG:-1}-\${TAG}
#          ^^^^^^^^^ declares "TAG"
ARG INNER=1
FROM --platform=$PLATFORM \${BASE}:$INNER
#               ^^^^^^^^^ declares "PLATFORM"
#                                 ^^^^^^ declares "INNER"
FROM --platform=$BUILDPLATFORM a:$TARGETARCH
FROM a:\${BASE:-$OTHER}
#              ^^^^^^ declares "OTHER"
`,
    ));

  it('replaces a slip', () =>
    checkFix(undefinedArgInFrom, 'ARG VERSION=1\nFROM a:${VERSON}\n', 'ARG VERSION=1\nFROM a:${VERSION}\n', {
      safe: false,
    }));

  it('knows the platform variables', () =>
    checkFix(undefinedArgInFrom, 'FROM --platform=$BUILDPLATFROM a:1\n', 'FROM --platform=$BUILDPLATFORM a:1\n'));

  it('declares it, with the default a stage gives it', () =>
    checkFix(
      undefinedArgInFrom,
      'FROM a:1 AS one\nARG GO=1.23\n# two\nFROM golang:$GO\n',
      'ARG GO=1.23\nFROM a:1 AS one\nARG GO=1.23\n# two\nFROM golang:$GO\n',
    ));

  it('is a name that is none by the defaults, too, where nothing else is left', () => {
    const both = ['UndefinedArgInFrom', 'InvalidDefaultArgInFrom'];
    const text = 'FROM --platform=$P $A$B\nFROM alpine:${T:-1}\nFROM alpine$V\n';
    assert.deepEqual(
      runRule(undefinedArgInFrom, text).map(({ related }) => related.buildkit),
      ['UndefinedArgInFrom', both, 'UndefinedArgInFrom', 'UndefinedArgInFrom', 'UndefinedArgInFrom'],
    );
  });
});
