import { noCopyFromOwnStage } from '../../../../src/lint/rules/no-copy-from-own-stage';
import { checkRule } from '../../support/check-rule';

describe('no-copy-from-own-stage', () => {
  it('points at the name of the stage itself, however it is written', () =>
    checkRule(
      noCopyFromOwnStage,
      `
FROM golang:1.23 AS build
COPY --from=build /a /b
#           ^^^^^ the stage this line stands in
COPY --from=BUILD /a /b
#           ^^^^^ the stage this line stands in
FROM alpine:3.20
COPY --from=build /a /b
COPY --from=alpine:3.20 /a /b
`,
    ));

  it('compares letter by letter where hadolint is asked', () =>
    checkRule(noCopyFromOwnStage, 'FROM a:1 AS build\nCOPY --from=BUILD /a /b\n', { config: { profile: 'hadolint' } }));
});
