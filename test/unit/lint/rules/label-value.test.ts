import assert from 'node:assert/strict';
import { labelValue } from '../../../../src/lint/rules/label-value';
import { checkRule, runRule } from '../../support/check-rule';

const config = { labelSchema: { team: 'text', version: 'semver', source: 'url' } } as const;

describe('label-value', () => {
  it('points at values of another kind', () =>
    checkRule(
      labelValue,
      `
FROM a:1
LABEL version=v1.2 other=v1.2 source="acme/shop"
#             ^^^^ "v1.2" is no semantic version
#                                    ^^^^^^^^^^^ is no absolute URL
LABEL version=1.2.3 team=shop
LABEL team=""
#          ^^ is empty
LABEL team=
#     ^^^^ is empty
LABEL version=$VERSION
#             ^^^^^^^^ "$VERSION" is no semantic version
ONBUILD LABEL version=v1
`,
      { config },
    ));

  it('follows variables, unless hadolint is asked', () => {
    const text = 'FROM a:1\nARG V=1.2.3\nLABEL version=$V\n';
    checkRule(labelValue, text, { config });
    checkRule(labelValue, `${text}#             ^^ "$V" is no\n`, { config: { ...config, profile: 'hadolint' } });
  });

  it('has the codes of what is wrong', () => {
    const [finding] = runRule(labelValue, 'FROM a:1\nLABEL version=\n', { config });
    assert.deepEqual(finding?.related, { hadolint: ['DL3051', 'DL3056'] });
    const both = runRule(labelValue, 'FROM a:1\nLABEL version=v1 version=\n', { config });
    assert.deepEqual(
      both.map(({ related }) => related),
      [{ hadolint: ['DL3051', 'DL3056'] }],
    );
  });
});
