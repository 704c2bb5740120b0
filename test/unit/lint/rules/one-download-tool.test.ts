import { oneDownloadTool } from '../../../../src/lint/rules/one-download-tool';
import { checkRule } from '../../support/check-rule';

describe('one-download-tool', () => {
  it('is reported where both are in use in a stage', () =>
    checkRule(
      oneDownloadTool,
      `
FROM debian:12 AS one
RUN curl a
RUN wget b
#   ^^^^ uses curl as well
RUN curl c
#   ^^^^ uses wget as well
FROM debian:12
RUN wget a
RUN apt-get install -y curl
ONBUILD RUN curl a
ONBUILD RUN wget a
#           ^^^^ uses curl as well
`,
    ));

  it('is reported once for a RUN', () =>
    checkRule(
      oneDownloadTool,
      `
FROM debian:12
RUN curl a && wget b
#   ^^^^ uses wget as well
`,
    ));
});
