import { unknownSuppression } from '../../../../src/lint/rules/unknown-suppression';
import { checkFix, checkRule } from '../../support/check-rule';

describe('unknown-suppression', () => {
  it('reports words that are no rule', () =>
    checkRule(
      unknownSuppression,
      `
# layerwright global ignore=nonsense
#                           ^^^^^^^^ no rule "nonsense", so nothing is suppressed
FROM alpine:3.20
# layerwright ignore=no-maintainer, absolute-workdirs the reason
#                                   ^^^^^^^^^^^^^^^^^ Did you mean "absolute-workdir"?
WORKDIR a
RUN a && \\
    # layerwright ignore=x,DL3008
    #                    ^ no rule "x"
    b
`,
    ));

  it('reports comments that nearly switch something off', () =>
    checkRule(
      unknownSuppression,
      `
FROM alpine:3.20
# layerwright ignores=no-maintainer
# ^^^^^^^^^^^^^^^^^^^ Write "layerwright ignore="
# layerwright file ignore=no-maintainer
# ^^^^^^^^^^^^^^^^^^^^^^^ is not understood
# layerwright ignore=
^^^^^^^^^^^^^^^^^^^^^ names no rule
RUN a
`,
    ));

  it('leaves prose, codes and the comments for other tools alone', () =>
    checkRule(
      unknownSuppression,
      `
# check=skip=Nonsense
# layerwright likes this file
# layerwright ignore=DL3008,SC2086,CACHE001,JSONArgsRecommended
FROM alpine:3.20
# hadolint ignore=DL9999
RUN a
`,
    ));

  it('replaces a misspelt id', () =>
    checkFix(
      unknownSuppression,
      'FROM a\n# layerwright ignore=no-maintainr\nRUN a\n',
      'FROM a\n# layerwright ignore=no-maintainer\nRUN a\n',
      { title: 'Replace with "no-maintainer"', safe: false },
    ));
});
