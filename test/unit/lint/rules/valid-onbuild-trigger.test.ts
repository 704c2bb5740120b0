import { validOnbuildTrigger } from '../../../../src/lint/rules/valid-onbuild-trigger';
import { checkFix, checkRule } from '../../support/check-rule';

describe('valid-onbuild-trigger', () => {
  it('points at triggers that builders refuse', () =>
    checkRule(
      validOnbuildTrigger,
      `
FROM a:1
ONBUILD ONBUILD RUN true
#       ^^^^^^^ ONBUILD cannot be a trigger
ONBUILD from b:1
#       ^^^^ FROM cannot be a trigger
ONBUILD MAINTAINER Ada
#       ^^^^^^^^^^ MAINTAINER cannot
ONBUILD RUN true
`,
    ));

  it('removes the second ONBUILD', () =>
    checkFix(validOnbuildTrigger, 'FROM a:1\nONBUILD  onbuild RUN true\n', 'FROM a:1\nONBUILD  RUN true\n', {
      safe: false,
    }));
});
