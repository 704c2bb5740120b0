import { pinAptVersion } from '../../../../src/lint/rules/pin-apt-version';
import { checkRule } from '../../support/check-rule';

describe('pin-apt-version', () => {
  it('points at the first package without a version', () =>
    checkRule(
      pinAptVersion,
      `
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends \\
    ca-certificates=2023* \\
    curl \\
#   ^^^^ curl, git: no version
    git && rm -rf /var/lib/apt/lists/*
RUN apt-get -t stable install ./tool.deb jq/bookworm
RUN echo apt-get install curl
RUN apt install curl
`,
    ));

  it('sees what ONBUILD keeps for later', () =>
    checkRule(
      pinAptVersion,
      `
FROM debian:12
ONBUILD RUN apt-get install -y curl
#                              ^^^^ curl: no version
`,
    ));
});
