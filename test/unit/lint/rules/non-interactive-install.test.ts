import { nonInteractiveInstall } from '../../../../src/lint/rules/non-interactive-install';
import { checkFix, checkRule } from '../../support/check-rule';

describe('non-interactive-install', () => {
  it('points at the command that asks', () =>
    checkRule(
      nonInteractiveInstall,
      `
FROM debian:12
RUN apt-get update && \\
    apt-get install --no-install-recommends curl
#   ^^^^^^^^^^^^^^^ apt-get install asks
RUN yum groupinstall development
#   ^^^^^^^^^^^^^^^^ yum groupinstall asks
RUN zypper rm vim
#   ^^^^^^^^^ zypper rm asks
ONBUILD RUN microdnf install git
#           ^^^^^^^^^^^^^^^^ microdnf install asks
RUN apt-get -q install curl
#   ^^^^^^^^^^^^^^^^^^ asks
`,
    ));

  it('knows every way to answer', () =>
    checkRule(
      nonInteractiveInstall,
      `
FROM debian:12
RUN apt-get install -y a && apt-get -fy install a && apt-get install --assume-yes a && apt-get --yes install a
RUN apt-get -qq install a && apt-get -q -q install a && apt-get -q=2 install a && apt-get install --quiet --quiet a
RUN yum -y install a && dnf --assumeyes install a && microdnf install -y a
RUN zypper -n in a && zypper in -y a && zypper --non-interactive in a && zypper rm --no-confirm a
RUN apt-get remove a && sudo apt-get install a && apt install a
`,
    ));

  it('reports one RUN once for each tool', () =>
    checkRule(
      nonInteractiveInstall,
      `
FROM debian:12
RUN apt-get install a && apt-get install b
#   ^^^^^^^^^^^^^^^ apt-get install asks
`,
    ));

  it('answers all of them', () => {
    checkFix(
      nonInteractiveInstall,
      'FROM debian:12\nRUN apt-get install \\\n    a \\\n && apt-get install b\n',
      'FROM debian:12\nRUN apt-get install -y \\\n    a \\\n && apt-get install -y b\n',
      { safe: true },
    );
    checkFix(
      nonInteractiveInstall,
      'FROM debian:12\nRUN ["apt-get", "install", "curl"]\n',
      'FROM debian:12\nRUN ["apt-get", "install", "-y", "curl"]\n',
    );
    checkFix(
      nonInteractiveInstall,
      'FROM opensuse/leap:15.6\nRUN zypper si nginx\n',
      'FROM opensuse/leap:15.6\nRUN zypper --non-interactive si nginx\n',
    );
  });
});
