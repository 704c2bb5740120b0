import { validLabelKey } from '../../../../src/lint/rules/valid-label-key';
import { checkFix, checkRule } from '../../support/check-rule';

describe('valid-label-key', () => {
  it('points at the first key of each LABEL that is none', () =>
    checkRule(
      validLabelKey,
      `
FROM a:1
LABEL Team=shop other-Key=1
#     ^^^^ has upper-case letters
LABEL a..b=1
#     ^^^^ repeats a dot
LABEL a--b=1
#     ^^^^ repeats
LABEL a-=1
#     ^^ does not end in a letter
LABEL 1a=1
#     ^^ does not start with a letter
LABEL "a b"=1
#     ^^^^^ has characters other than
LABEL com.docker.a=1
#     ^^^^^^^^^^^^ belongs to Docker
LABEL $KEY=1
LABEL com.example.a-b_c/d1=1 a=2 com.dockers=3
LABEL team shop
`,
    ));

  it('writes keys in lower case where nothing else is wrong', () => {
    checkFix(validLabelKey, 'FROM a:1\nLABEL Team=Shop "URL"=x ok=1\n', 'FROM a:1\nLABEL team=Shop "url"=x ok=1\n', {
      safe: false,
    });
  });
});
