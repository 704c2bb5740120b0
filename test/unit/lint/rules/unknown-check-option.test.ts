import { unknownCheckOption } from '../../../../src/lint/rules/unknown-check-option';
import { checkFix, checkRule } from '../../support/check-rule';

describe('unknown-check-option', () => {
  it('points at options the builder stops at', () =>
    checkRule(
      unknownCheckOption,
      `
# check=skip=all;foo=bar;error
#                ^^^ "foo" is no option
#                        ^^^^^ "error" is no option
FROM a:1
# check=foo=bar
RUN true
`,
    ));

  it('points at checks that do not exist', () =>
    checkRule(
      unknownCheckOption,
      `
# check=experimental=InvalidDefinitionDescription,Nonsense;skip=StageNamecasing
#                                                 ^^^^^^^^ BuildKit has no check "Nonsense"
#                                                               ^^^^^^^^^^^^^^^ Did you mean StageNameCasing?
FROM a:1
`,
    ));

  it('points at what stands behind the first blank', () => {
    checkRule(unknownCheckOption, '# check=skip=all // the reason\nFROM a:1\n');
    checkFix(
      unknownCheckOption,
      '# check=skip=UndefinedVar, StageNameCasing\nFROM a:1\n',
      '# check=skip=UndefinedVar,StageNameCasing\nFROM a:1\n',
      { safe: false },
    );
  });

  it('replaces a slip', () =>
    checkFix(unknownCheckOption, '# check=skips=all\nFROM a:1\n', '# check=skip=all\nFROM a:1\n', { safe: false }));
});
