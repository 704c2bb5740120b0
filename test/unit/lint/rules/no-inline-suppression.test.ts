import { noInlineSuppression } from '../../../../src/lint/rules/no-inline-suppression';
import { checkRule } from '../../support/check-rule';

describe('no-inline-suppression', () => {
  it('points at comments for one instruction', () =>
    checkRule(
      noInlineSuppression,
      `
FROM alpine:3.20
# hadolint ignore=DL3018,DL3059
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switches rules off
RUN apk add --no-cache curl \\
# hadolint ignore=DL3018
  wget
# hadolint global ignore=DL3018
# hadolint stage ignore=DL3018
# hadolint shell=bash
# hadolint ignore=crazy
`,
    ));

  it('is suppressed by a comment above the comment, not by the comment itself', () =>
    checkRule(
      noInlineSuppression,
      `
FROM alpine:3.20
# hadolint ignore=DL1001
^^^^^^^^^^^^^^^^^^^^^^^^ switches rules off
# hadolint ignore=DL3018
RUN apk add --no-cache curl
`,
    ));
});
