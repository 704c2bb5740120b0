import assert from 'node:assert/strict';
import { pinRpmVersion } from '../../../../src/lint/rules/pin-rpm-version';
import { checkRule, runRule } from '../../support/check-rule';

describe('pin-rpm-version', () => {
  it('points at the packages without a version', () =>
    checkRule(
      pinRpmVersion,
      `
FROM fedora:40
RUN dnf install -y nginx-1.26.1 \\
    python3-pip
#   ^^^^^^^^^^^ python3-pip: no version
RUN microdnf install -y git
#                       ^^^ git: no version
RUN yum install -y git-2.43-1.el9
RUN dnf install -y ./tool-nightly.rpm
`,
    ));

  it('knows the variables of the stage and of those it starts from', () =>
    checkRule(
      pinRpmVersion,
      `
FROM amazonlinux:2 AS base
ARG GIT=2.43
ENV NGINX=1.26
RUN yum install -y nginx-$NGINX

FROM base
RUN yum install -y git-\${GIT} nginx-\${NGINX}

FROM amazonlinux:2
RUN yum install -y git-$GIT nginx-$NGINX
#                           ^^^^^^^^^^^^ nginx-$NGINX: no version
ONBUILD RUN yum install -y git-$GIT
#                          ^^^^^^^^ git-$GIT: no version
`,
    ));

  it('wants the stream of a module', () =>
    checkRule(
      pinRpmVersion,
      `
FROM rockylinux:9
RUN dnf module install -y nodejs:20 postgresql
#                                   ^^^^^^^^^^ postgresql: no version
RUN dnf group install -y development
`,
    ));

  it('tells the code of the tool that was used', () => {
    const codes = runRule(pinRpmVersion, 'FROM a:1\nRUN yum install -y a && dnf install -y b\n').map(
      ({ related }) => related.hadolint,
    );
    assert.deepEqual(codes, ['DL3033', 'DL3041']);
  });
});
