import assert from 'node:assert/strict';
import { upgradeOfEverything } from '../../../../src/lint/rules/upgrade-of-everything';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

const summary = (text: string) =>
  runRule(upgradeOfEverything, text).map(
    ({ related, severity }) => `${related.hadolint ?? '-'} ${related.cache ?? '-'} ${severity}`,
  );

describe('upgrade-of-everything', () => {
  it('points at upgrades of everything', () =>
    checkRule(
      upgradeOfEverything,
      `
FROM debian:12
RUN apt-get update && \\
    apt-get -y dist-upgrade && apt-get install -y curl
#   ^^^^^^^^^^^^^^^^^^^^^^^ stores every package
RUN sudo apt upgrade -y
#        ^^^^^^^^^^^ stores every package
RUN apk upgrade --no-cache
#   ^^^^^^^^^^^ stores every package
RUN yum update -y --exclude=kernel
#   ^^^^^^^^^^ stores every package
RUN microdnf upgrade -y && microdnf clean all
#   ^^^^^^^^^^^^^^^^ stores every package
RUN zypper -n dup
#   ^^^^^^^^^^^^^ stores every package
`,
    ));

  it('leaves named, security and Arch upgrades alone', () =>
    checkRule(
      upgradeOfEverything,
      `
FROM debian:12
RUN apk upgrade --no-cache libssl3 libcrypto3
RUN yum update -y openssl && dnf upgrade -y "openssl*"
RUN dnf upgrade -y --security
RUN pacman -Syu --noconfirm
RUN apt-get install -y --only-upgrade openssl
RUN apk upgrade $FIXED
RUN pip install --upgrade pip && echo apt-get upgrade
# Fixes CVEs the base image still has.
RUN apt-get update && apt-get upgrade -y
`,
    ));

  it('says what hadolint says', () => {
    assert.deepEqual(summary('FROM a:1\nRUN zypper dup\n'), ['DL3035 CACHE023 warning']);
    assert.deepEqual(summary('FROM a:1\n# Security.\nRUN zypper dup\n'), ['DL3035 - warning']);
    assert.deepEqual(summary('FROM a:1\nONBUILD RUN zypper dist-upgrade\n'), ['DL3035 - warning']);
    assert.deepEqual(summary('FROM a:1\nRUN zypper up\n'), ['- CACHE023 info']);
  });

  it('drops the command from its chain, or the RUN that does nothing else', () => {
    const check = (before: string, after: string) =>
      checkFix(upgradeOfEverything, `FROM debian:12\n${before}`, `FROM debian:12\n${after}`, { safe: false });
    check(
      'RUN apt-get update \\\n  && apt-get upgrade -y \\\n  && apt-get install -y curl\n',
      'RUN apt-get update \\\n  && apt-get install -y curl\n',
    );
    check('RUN yum update -y && yum install -y git\n', 'RUN yum install -y git\n');
    check('RUN set -e; apt-get update; apt-get upgrade -y; make\n', 'RUN set -e; apt-get update; make\n');
    check('RUN yum update -y \\\n && yum upgrade -y \\\n && yum install -y git\n', 'RUN yum install -y git\n');
    check('RUN yum update -y && yum clean all\nCMD ["a"]\n', 'CMD ["a"]\n');
  });

  it('offers no fix where others need what it does', () => {
    for (const run of [
      'RUN apt-get update && apt-get upgrade -y\nRUN apt-get install -y curl',
      'RUN apt-get upgrade -y || true',
      'RUN apt-get update; apt-get upgrade -y; make',
      'RUN if [ -n "$X" ]; then yum update -y; fi && make',
    ]) {
      const findings = runRule(upgradeOfEverything, `FROM debian:12\n${run}\n`);
      assert.deepEqual(
        findings.map(({ fixes }) => fixes.length),
        [0],
        run,
      );
    }
  });

  it('leaves what goes on in a line where it was', () =>
    checkFix(
      upgradeOfEverything,
      'FROM fedora:40\nRUN set -x \\\n    && dnf update -y && dnf install -y git \\\n    && dnf clean all\n',
      'FROM fedora:40\nRUN set -x \\\n    && dnf install -y git \\\n    && dnf clean all\n',
    ));

  it('keeps the index that an upgrade fetched for the install behind it', () => {
    checkFix(
      upgradeOfEverything,
      'FROM alpine:3.20\nRUN apk -U upgrade && apk add git\n',
      'FROM alpine:3.20\nRUN apk update && apk add git\n',
      { safe: false },
    );
    checkFix(
      upgradeOfEverything,
      'FROM alpine:3.20\nRUN apk upgrade && apk add --no-cache git\n',
      'FROM alpine:3.20\nRUN apk add --no-cache git\n',
      { safe: false },
    );
  });
});
