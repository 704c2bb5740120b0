import { validPort } from '../../../../src/lint/rules/valid-port';
import { checkRule } from '../../support/check-rule';

describe('valid-port', () => {
  it('points at the first port that is too large', () =>
    checkRule(
      validPort,
      `
FROM nginx:1.27
EXPOSE 80 65536 70000
#         ^^^^^ goes beyond 65535
EXPOSE 8000-70000/udp
#      ^^^^^^^^^^^^^^ goes beyond
EXPOSE 65535 0 80/tcp
EXPOSE 70000-$LAST $FIRST-70000 $PORT
`,
    ));
});
