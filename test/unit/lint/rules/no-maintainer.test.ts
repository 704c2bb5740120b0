import { noMaintainer } from '../../../../src/lint/rules/no-maintainer';
import { checkFix, checkRule } from '../../support/check-rule';

describe('no-maintainer', () => {
  it('points at the keyword and writes a label', () =>
    checkFix(
      noMaintainer,
      'FROM a:1\nMAINTAINER Ada "the first" <ada@example.com>\n',
      'FROM a:1\nLABEL org.opencontainers.image.authors="Ada \\"the first\\" <ada@example.com>"\n',
      { safe: true },
    ));

  it('keeps lower case', () =>
    checkFix(noMaintainer, 'from a:1\nmaintainer ada\n', 'from a:1\nlabel org.opencontainers.image.authors="ada"\n'));

  it('reports each', () =>
    checkRule(
      noMaintainer,
      `
FROM a:1
MAINTAINER ada
^^^^^^^^^^ deprecated
LABEL maintainer=ada
`,
    ));
});
