import assert from 'node:assert/strict';
import { redundantTargetPlatform } from '../../../../src/lint/rules/redundant-target-platform';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('redundant-target-platform', () => {
  it('points at the flag', () =>
    checkRule(
      redundantTargetPlatform,
      `
FROM --platform=$TARGETPLATFORM a:1
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^ built for anyway
FROM --platform=\${TARGETPLATFORM:-linux/amd64} a:1
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ built for anyway
FROM --platform=\${TARGETPLATFORM:+linux/amd64} a:1
FROM --platform=$TARGETOS/$TARGETARCH a:1
FROM --platform=$BUILDPLATFORM a:1
`,
    ));

  it('deletes it', () =>
    checkFix(redundantTargetPlatform, 'FROM --platform=${TARGETPLATFORM}  a:1 AS b\n', 'FROM a:1 AS b\n', {
      safe: true,
    }));

  it("is hadolint's only as written", () =>
    assert.deepEqual(
      runRule(
        redundantTargetPlatform,
        'FROM --platform=$TARGETPLATFORM a:1\nFROM --platform="$TARGETPLATFORM" a:1\n',
      ).map(({ related }) => related.hadolint),
      ['DL3065', undefined],
    ));
});
