import { requireHealthcheck } from '../../../../src/lint/rules/require-healthcheck';
import { checkRule } from '../../support/check-rule';

describe('require-healthcheck', () => {
  it('points at stages without a check', () =>
    checkRule(
      requireHealthcheck,
      `
FROM golang:1.23 AS build
#    ^^^^^^^^^^^ Stage "build" has no HEALTHCHECK
FROM nginx:1.27
HEALTHCHECK NONE
FROM alpine:3.20
#    ^^^^^^^^^^^ Stage 2
COPY --from=build /a /b
`,
    ));

  it('follows stages that start from each other, in both directions', () =>
    checkRule(
      requireHealthcheck,
      'FROM a:1 AS one\nFROM one AS two\nFROM two AS three\nHEALTHCHECK CMD ["x"]\nFROM three\nFROM one\n',
    ));
});
