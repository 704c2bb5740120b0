import { pinZypperVersion } from '../../../../src/lint/rules/pin-zypper-version';
import { checkRule } from '../../support/check-rule';

describe('pin-zypper-version', () => {
  it('points at the packages without a version', () =>
    checkRule(
      pinZypperVersion,
      `
FROM opensuse/leap:15.6
RUN zypper in -y nginx
#                ^^^^^ nginx: no version
RUN zypper install -y "nginx>=1.2" curl\\>8 git=2.43 ./tool.rpm
RUN zypper remove -y nginx
`,
    ));
});
