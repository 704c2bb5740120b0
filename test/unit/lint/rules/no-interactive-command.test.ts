import { noInteractiveCommand } from '../../../../src/lint/rules/no-interactive-command';
import { checkRule } from '../../support/check-rule';

describe('no-interactive-command', () => {
  it('points at the first command that does nothing for an image', () =>
    checkRule(
      noInteractiveCommand,
      `
FROM debian:12
RUN apt-get update && service nginx start && ps aux
#                     ^^^^^^^ ends with the RUN
RUN echo "$(free -m)"
#           ^^^^ machine that builds
RUN /usr/sbin/service nginx start; sh -c 'top'; echo kill
ONBUILD RUN kill 1
#           ^^^^ end with the RUN
`,
    ));
});
