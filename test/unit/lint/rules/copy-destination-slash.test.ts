import { copyDestinationSlash } from '../../../../src/lint/rules/copy-destination-slash';
import { checkFix, checkRule } from '../../support/check-rule';

describe('copy-destination-slash', () => {
  it('points at the destination of several sources', () =>
    checkRule(
      copyDestinationSlash,
      `
FROM node:22
COPY a b /srv
#        ^^^^ 2 sources go to "/srv"
COPY a b .
#        ^ "."
COPY ["a", "b", "c", "/srv"]
#                    ^^^^^^ 3 sources
COPY <<ONE <<TWO /srv
#                ^^^^ 2 sources
1
ONE
2
TWO
COPY a b /srv/
COPY a b "/srv/"
COPY a /srv
ADD a b /srv
`,
    ));

  it('appends the slash inside quotes', () => {
    checkFix(copyDestinationSlash, 'FROM a:1\nCOPY a b "/srv"\n', 'FROM a:1\nCOPY a b "/srv/"\n', { safe: true });
    checkFix(copyDestinationSlash, 'FROM a:1\nCOPY ["a", "b", "."]\n', 'FROM a:1\nCOPY ["a", "b", "./"]\n');
  });

  it('is not sure about a variable, which may be empty', () =>
    checkFix(copyDestinationSlash, 'FROM a:1\nCOPY a b $DIR\n', 'FROM a:1\nCOPY a b $DIR/\n', { safe: false }));
});
