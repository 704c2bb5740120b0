import { missingLabel } from '../../../../src/lint/rules/missing-label';
import { checkRule } from '../../support/check-rule';

const config = { labelSchema: { team: 'text' } } as const;

describe('missing-label', () => {
  it('points at stages without a label of the schema', () =>
    checkRule(
      missingLabel,
      `
FROM golang:1.23 AS build
FROM alpine:3.20
#    ^^^^^^^^^^^ no label team
ONBUILD LABEL team=shop
COPY --from=build /a /b
FROM alpine:3.20 AS base
LABEL "team"="shop"
FROM base AS child
FROM child
`,
      { config },
    ));

  it('excuses a base whose child without a name has the label', () =>
    checkRule(
      missingLabel,
      `
FROM a:1 AS one
FROM one
LABEL team=shop
FROM b:1 AS two
#    ^^^ no label team
FROM two AS three
LABEL team=shop
`,
      { config },
    ));

  it('reports each missing label', () =>
    checkRule(missingLabel, 'FROM a:1\n#    ^^^ no label team\n#    ^^^ no label source\n', {
      config: { labelSchema: { team: 'text', source: 'url' } },
    }));
});
