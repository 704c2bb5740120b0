import { unusedSuppression } from '../../../../src/lint/rules/unused-suppression';
import { checkFix, checkRule } from '../../support/check-rule';

describe('unused-suppression', () => {
  it('points at words that suppress nothing', () =>
    checkRule(
      unusedSuppression,
      `
# layerwright global ignore=pin-apt-version
#                           ^^^^^^^^^^^^^^^ Nothing here is reported as pin-apt-version
FROM alpine:3.20
# layerwright ignore=absolute-workdir, DL3020
#                                      ^^^^^^ DL3020
WORKDIR app
# hadolint ignore=DL3000
WORKDIR lib
# hadolint ignore=DL3000
^^^^^^^^^^^^^^^^^^^^^^^^ DL3000
WORKDIR /lib
`,
    ));

  it('does not know what other tools would say', () =>
    checkRule(unusedSuppression, 'FROM alpine:3.20\n# hadolint ignore=SC2086\nRUN echo $x\n'));

  it('removes the line', () =>
    checkFix(
      unusedSuppression,
      'FROM alpine:3.20\n  # layerwright ignore=absolute-workdir, because\nWORKDIR /app\n'.replace(
        ', because',
        ' because',
      ),
      'FROM alpine:3.20\nWORKDIR /app\n',
      { safe: true },
    ));
});
