import { legacyKeyValueFormat } from '../../../../src/lint/rules/legacy-key-value-format';
import { checkFix, checkRule } from '../../support/check-rule';

describe('legacy-key-value-format', () => {
  it('points at the key', () =>
    checkRule(
      legacyKeyValueFormat,
      `
FROM a:1
ENV one 1
#   ^^^ all that follows "one" is its value
LABEL two a b
#     ^^^ all that follows "two"
ENV A=1 B=2
ARG a b
ONBUILD ENV a b
`,
    ));

  for (const [before, after] of [
    ['ENV a b', 'ENV a=b'],
    ['ENV a   b c', 'ENV a="b c"'],
    ['ENV a "b c"', 'ENV a="b c"'],
    ['LABEL a b=c', 'LABEL a=b=c'],
    ['ENV a say "hi $X" \\\\', 'ENV a="say hi ${X} \\\\"'],
    ["ENV a it\\'s me", 'ENV a="it\'s me"'],
    ['env a \\\n  b c \\\n  d', 'env a="b c \\\n  d"'],
  ] as const) {
    it(`writes ${after}`, () =>
      checkFix(legacyKeyValueFormat, `FROM a:1\n${before}\n`, `FROM a:1\n${after}\n`, { safe: true }));
  }
});
