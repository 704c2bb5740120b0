import { shellOverShLink } from '../../../../src/lint/rules/shell-over-sh-link';
import { checkFix, checkRule } from '../../support/check-rule';

describe('shell-over-sh-link', () => {
  it('points at the link', () =>
    checkRule(
      shellOverShLink,
      `
FROM debian:12
RUN apt-get update && ln -sf /bin/bash /bin/sh
#                     ^^^^^^^^^^^^^^^^^^^^^^^^ everything in the image
RUN ln -sf /bin/sh2 /usr/bin/sh
`,
    ));

  it('becomes a SHELL', () => {
    checkFix(
      shellOverShLink,
      'FROM debian:12\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\n',
      'FROM debian:12\nSHELL ["/bin/bash", "-c"]\n',
      { safe: false },
    );
  });
});
