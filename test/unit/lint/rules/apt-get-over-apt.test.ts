import { aptGetOverApt } from '../../../../src/lint/rules/apt-get-over-apt';
import { checkFix, checkRule } from '../../support/check-rule';

describe('apt-get-over-apt', () => {
  it('points at the first apt of a RUN', () =>
    checkRule(
      aptGetOverApt,
      `
FROM debian:12
RUN set -e; apt update && apt install -y curl
#           ^^^ Use apt-get
RUN apt-get update
RUN ["apt", "update"]
#     ^^^ Use apt-get
RUN sudo apt update; /usr/bin/apt update
`,
    ));

  it('is fixed by the tool that has the subcommand', () =>
    checkFix(
      aptGetOverApt,
      `
FROM debian:12
RUN apt update && \\
    apt -y full-upgrade && \\
    apt show curl && apt install -y curl
`,
      `
FROM debian:12
RUN apt-get update && \\
    apt-get -y dist-upgrade && \\
    apt-cache show curl && apt-get install -y curl
`,
      { safe: true },
    ));

  it('upgrades as apt does', () =>
    checkFix(
      aptGetOverApt,
      'FROM debian:12\nRUN apt upgrade -y\n',
      'FROM debian:12\nRUN apt-get upgrade --with-new-pkgs -y\n',
    ));
});
