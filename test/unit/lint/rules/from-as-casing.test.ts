import { fromAsCasing } from '../../../../src/lint/rules/from-as-casing';
import { checkFix, checkRule } from '../../support/check-rule';

describe('from-as-casing', () => {
  it('points at an AS that is not in the case of FROM', () =>
    checkRule(
      fromAsCasing,
      `
FROM a:1 as one
#        ^^ not in the case of FROM
FROM a:1 As two
#        ^^ not in the case of FROM
from a:1 AS three
#        ^^ not in the case of from
from a:1 as four
FROM a:1 AS five
From a:1 as six
FROM --platform=$BUILDPLATFORM  a:1	as	seven
#                                  	^^ Write AS
FROM as
`,
    ));

  it('writes it in that case', () => checkFix(fromAsCasing, 'FROM a:1 as one\n', 'FROM a:1 AS one\n', { safe: true }));

  it('marks the first line of a continued FROM', () =>
    checkRule(fromAsCasing, 'FROM a:1 \\\n^^^^ Write AS\n  as one\n'));
});
