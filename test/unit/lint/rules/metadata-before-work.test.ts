import { metadataBeforeWork } from '../../../../src/lint/rules/metadata-before-work';
import { checkFix, checkRule } from '../../support/check-rule';

describe('metadata-before-work', () => {
  it('points at what stands above work', () =>
    checkRule(
      metadataBeforeWork,
      `
FROM debian:12
LABEL maintainer=me
^^^^^ this LABEL runs the work below again
ENV A=1
RUN apt-get update && apt-get install -y make
HEALTHCHECK CMD true
^^^^^^^^^^^ this HEALTHCHECK
RUN make
RUN mkdir /data
CMD ["x"]
`,
    ));

  it('moves it with its comments, where that makes no difference', () => {
    checkFix(
      metadataBeforeWork,
      'FROM debian:12\n# the port\nEXPOSE 80\nRUN make\nCOPY a /a\n',
      'FROM debian:12\nRUN make\n# the port\nEXPOSE 80\nCOPY a /a\n',
      { safe: true },
    );
    checkRule(
      metadataBeforeWork,
      `
FROM debian:12
ARG V
LABEL v=$V
^^^^^ runs the work below again
ARG V=2
RUN make
`,
    );
  });
});
