import assert from 'node:assert/strict';
import { constantPlatform } from '../../../../src/lint/rules/constant-platform';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('constant-platform', () => {
  const codes = (text: string) =>
    runRule(constantPlatform, text).map(({ related }) => Object.values(related).join(' '));

  it('points at the flag', () =>
    checkRule(
      constantPlatform,
      `
FROM --platform=linux/amd64 a:1
#    ^^^^^^^^^^^^^^^^^^^^^^ is for linux/amd64 whatever
FROM --platform=$MY_PLATFORM a:1
#    ^^^^^^^^^^^^^^^^^^^^^^^ which the builder does not set
FROM --platform=$BUILDPLATFORM a:1
FROM --platform=\${TARGETPLATFORM:-linux/amd64} a:1
FROM a:1
`,
    ));

  it("is BuildKit's unless the stage says what it is for", () => {
    const both = 'DL3029 FromPlatformFlagConstDisallowed';
    assert.deepEqual(codes('FROM --platform=linux/amd64 a:1 AS build\n'), [both]);
    assert.deepEqual(codes('FROM --platform=linux/amd64 a:1 AS build-amd64\n'), ['DL3029']);
    assert.deepEqual(codes('FROM --platform=linux/amd64 a:1 AS on-Linux\n'), ['DL3029']);
    assert.deepEqual(codes('FROM --platform=linux/x86_64 a:1 AS amd64\n'), ['DL3029']);
    assert.deepEqual(codes('FROM --platform=arm64 a:1 AS b\nFROM --platform=arm64 b\n'), [both, both]);
    assert.deepEqual(codes('FROM --platform=nonsense a:1\n'), ['DL3029']);
    assert.deepEqual(codes('FROM --platform=$X a:1\n'), ['DL3029']);
  });

  it('deletes it, or takes the building machine', () => {
    checkFix(constantPlatform, 'FROM --platform=linux/amd64 a:1\n', 'FROM a:1\n', { safe: false });
    checkFix(constantPlatform, 'FROM --platform=linux/amd64 a:1\n', 'FROM --platform=$BUILDPLATFORM a:1\n', {
      title: 'Use $BUILDPLATFORM',
    });
  });
});
