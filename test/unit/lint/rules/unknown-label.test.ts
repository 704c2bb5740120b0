import { unknownLabel } from '../../../../src/lint/rules/unknown-label';
import { checkFix, checkRule } from '../../support/check-rule';

const config = { strictLabels: true, labelSchema: { maintainer: 'text', team: 'text' } } as const;

describe('unknown-label', () => {
  it('points at the first label of each LABEL that the schema lacks', () =>
    checkRule(
      unknownLabel,
      `
FROM a:1
LABEL team=shop color=red size=1
#               ^^^^^ no label "color"
LABEL team=shop
`,
      { config },
    ));

  it('reports every LABEL when the schema is empty', () =>
    checkRule(unknownLabel, 'FROM a:1\nLABEL team=shop\n#     ^^^^ no label "team"\n', {
      config: { strictLabels: true },
    }));

  it('says nothing when labels are free', () =>
    checkRule(unknownLabel, 'FROM a:1\nLABEL color=red\n', { config: { ...config, strictLabels: false } }));

  it('offers the nearest label', () =>
    checkFix(unknownLabel, 'FROM a:1\nLABEL maintaner=ada\n', 'FROM a:1\nLABEL maintainer=ada\n', {
      config,
      safe: false,
    }));
});
