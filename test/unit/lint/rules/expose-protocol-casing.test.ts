import { exposeProtocolCasing } from '../../../../src/lint/rules/expose-protocol-casing';
import { checkFix, checkRule } from '../../support/check-rule';

describe('expose-protocol-casing', () => {
  it('points at the protocol', () =>
    checkRule(
      exposeProtocolCasing,
      `
FROM a:1
ARG P=Tcp
EXPOSE 80/TCP 81/tcp 82 90-99/Udp
#         ^^^ Write tcp
#                             ^^^ Write udp
EXPOSE 80/$P
#      ^^^^^ "Tcp" is not in lower case
EXPOSE $X/TCP
#         ^^^ Write tcp
`,
    ));

  it('writes it in lower case', () =>
    checkFix(exposeProtocolCasing, 'FROM a:1\nEXPOSE 80/TCP 81\n', 'FROM a:1\nEXPOSE 80/tcp 81\n', { safe: true }));
});
