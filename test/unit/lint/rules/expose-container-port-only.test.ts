import { exposeContainerPortOnly } from '../../../../src/lint/rules/expose-container-port-only';
import { checkFix, checkRule } from '../../support/check-rule';

describe('expose-container-port-only', () => {
  it('points at ports with an address or a port of the host', () =>
    checkRule(
      exposeContainerPortOnly,
      `
FROM a:1
ARG HOST=127.0.0.1
EXPOSE 80:80 81 [::1]:82:82/udp
#      ^^^^^ "80" is no part
#               ^^^^^^^^^^^^^^^ "[::1]:82" is no part
EXPOSE $HOST:80:80 $PORT 90-99/tcp
#      ^^^^^^^^^^^ "127.0.0.1:80" is no part
`,
    ));

  it('keeps the port of the container', () =>
    checkFix(exposeContainerPortOnly, 'FROM a:1\nEXPOSE 127.0.0.1:80:8080/tcp 81\n', 'FROM a:1\nEXPOSE 8080/tcp 81\n', {
      safe: true,
    }));
});
