import assert from 'node:assert/strict';
import { packageIndexLeftInLayer } from '../../../../src/lint/rules/package-index-left-in-layer';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

const codes = (text: string, asked?: string) =>
  runRule(packageIndexLeftInLayer, text, asked ? { config: { codes: { [asked]: 'info' } } } : {}).map(
    ({ related, severity }) => `${related.hadolint ?? '-'} ${related.cache ?? '-'} ${severity}`,
  );

describe('package-index-left-in-layer', () => {
  it('points at what leaves an index', () =>
    checkRule(
      packageIndexLeftInLayer,
      `
FROM debian:12
RUN set -eux; \\
    apt-get update; \\
#   ^^^^^^^^^^^^^^ Remove /var/lib/apt/lists
    apt-get install -y curl
RUN apk --update add curl
#   ^^^^^^^^^^^^^^^^ --no-cache
RUN yum install -y git
#   ^^^^^^^^^^^ Run yum clean all
RUN zypper in -y nginx
#   ^^^^^^^^^ Run zypper clean
RUN dnf upgrade -y && microdnf clean all
#   ^^^^^^^^^^^ Run dnf clean all
ONBUILD RUN apt update
#           ^^^^^^^^^^ Remove /var/lib/apt/lists
`,
    ));

  it('knows clean-ups and mounts', () =>
    checkRule(
      packageIndexLeftInLayer,
      `
FROM debian:12
ENV LISTS=/var/lib/apt
RUN apt-get update && apt-get install -y a && rm -r /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y a && rm -fr /var/lib/apt/lists
RUN apt-get update && apt-get install -y a && find /var/lib/apt/lists -type f -delete
RUN --mount=type=cache,target=$LISTS apt-get update && apt-get install -y a
RUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update
RUN --mount=type=cache,target=/var/cache/yum yum install -y a
RUN --mount=type=cache,target=/var/cache/dnf dnf install -y a
RUN yum clean all && yum install -y a && yum clean all
RUN apk add --no-cache a && sudo apk add --no-cache b
`,
    ));

  it('decides as hadolint does for who asks for its code', () => {
    assert.deepEqual(codes('FROM debian:12\nRUN apt-get update && rm -r /var/lib/apt/lists\n'), []);
    assert.deepEqual(codes('FROM debian:12\nRUN apt-get update && rm -r /var/lib/apt/lists\n', 'DL3009'), [
      'DL3009 - info',
    ]);
    const mounted = 'FROM fedora:40\nRUN --mount=type=cache,target=/var/cache dnf install -y a\n';
    assert.deepEqual(codes(mounted), []);
    assert.equal(codes(mounted, 'DL3040').length, 1);
  });

  it('says what ends up in the image, and what hadolint says', () => {
    const builder = 'FROM fedora:40 AS build\nRUN dnf install -y gcc\nFROM scratch\nCOPY --from=build /x /x\n';
    assert.deepEqual(codes(builder), ['DL3040 - warning']);
    assert.deepEqual(codes('FROM debian:12 AS a\nRUN apt-get update\nFROM scratch\n'), []);
    assert.deepEqual(codes('FROM debian:12 AS a\nRUN apt-get update\nFROM a\n'), ['DL3009 CACHE011 info']);
    assert.deepEqual(codes('FROM debian:12\nRUN apt-get update && rm -rf /tmp/x\n'), ['- CACHE011 info']);
    assert.deepEqual(codes('FROM debian:12\nRUN sudo apt-get update\n'), ['- CACHE011 info']);
    assert.deepEqual(codes('FROM debian:12\nRUN apt-get update && ./clean.sh\n'), ['DL3009 - info']);
    assert.deepEqual(codes('FROM alpine:3\nRUN apk add a && rm -rf /var/cache/apk/*\n'), ['DL3019 - info']);
  });

  it('adds the clean-up as the RUN is written', () => {
    const check = (before: string, after: string) =>
      checkFix(packageIndexLeftInLayer, `FROM debian:12\n${before}`, `FROM debian:12\n${after}`, { safe: true });
    check(
      'RUN apt-get update && apt-get install -y a\n',
      'RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    );
    check(
      'RUN apt-get update \\\n  && apt-get install -y \\\n    a \\\n    # last\n    b\n',
      'RUN apt-get update \\\n  && apt-get install -y \\\n    a \\\n    # last\n    b \\\n  && rm -rf /var/lib/apt/lists/*\n',
    );
    check(
      'RUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y a\n',
      'RUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y a; \\\n\trm -rf /var/lib/apt/lists/*\n',
    );
    check(
      'RUN apt-get update && apt-get install -y \\\n    a \\\n    b\n',
      'RUN apt-get update && apt-get install -y \\\n    a \\\n    b \\\n    && rm -rf /var/lib/apt/lists/*\n',
    );
    check(
      'RUN <<EOF\nset -e\napt-get update\napt-get install -y a\nEOF\n',
      'RUN <<EOF\nset -e\napt-get update\napt-get install -y a\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    );
    check(
      'RUN sudo yum install -y a && echo done # done\n',
      'RUN sudo yum install -y a && echo done && sudo yum clean all # done\n',
    );
    check('RUN zypper in -y a\n', 'RUN zypper in -y a && zypper clean --all\n');
    check('RUN apk add a && apk add b\n', 'RUN apk add --no-cache a && apk add --no-cache b\n');
  });

  it('updates where the index is used', () =>
    checkFix(
      packageIndexLeftInLayer,
      'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y \\\n    a\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y \\\n    a \\\n    && rm -rf /var/lib/apt/lists/*\n',
      { safe: true },
    ));

  it('offers no fix that could break something', () => {
    for (const run of [
      'RUN apt-get update && apt-get install -y a\nRUN ls || apt-get install -y b',
      'RUN apt-get update && apt-get install -y a\nRUN yes | apt-get install b',
      'RUN apt-get update && apt-get install -y a\nRUN ["apt-get", "install", "-y", "b"]',
      'RUN apt-get update && apt-get install -y a\nRUN apt-get install -y b; ls',
      'RUN apt-get update; apt-get install -y a',
      'RUN apt-get update && apt-get install -y a || true',
      'RUN if [ -f /etc/fedora-release ]; then dnf install -y a; fi',
      'RUN ["dnf", "install", "-y", "a"]',
    ]) {
      const findings = runRule(packageIndexLeftInLayer, `FROM debian:12\n${run}\n`);
      assert.deepEqual(
        findings.map(({ fixes }) => fixes.length),
        [0],
        run,
      );
    }
  });

  it('cleans up behind an upgrade by name, and in front of a later update', () => {
    checkFix(
      packageIndexLeftInLayer,
      'FROM debian:12\nRUN apt-get update && apt-get upgrade -y openssl\n',
      'FROM debian:12\nRUN apt-get update && apt-get upgrade -y openssl && rm -rf /var/lib/apt/lists/*\n',
      { safe: true },
    );
    const later = 'RUN apt-get update && apt-get install -y b\nRUN apt-get install -y c\n';
    checkFix(
      packageIndexLeftInLayer,
      `FROM debian:12\nRUN apt-get update && apt-get install -y a\n${later}`,
      `FROM debian:12\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n${later}`,
      { safe: true },
    );
  });

  it('takes out an update of the index that apk add has no use for', () => {
    checkFix(
      packageIndexLeftInLayer,
      'FROM alpine:3.20\nRUN apk update && apk add curl && apk del git\n',
      'FROM alpine:3.20\nRUN apk add --no-cache curl && apk del git\n',
      { safe: true },
    );
    checkFix(
      packageIndexLeftInLayer,
      'FROM alpine:3.20\nRUN apk update && apk upgrade && apk add curl\n',
      'FROM alpine:3.20\nRUN apk update && apk upgrade && apk add --no-cache curl\n',
    );
  });

  it('lets each RUN that installs update and clean up', () => {
    checkFix(
      packageIndexLeftInLayer,
      'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y a\nRUN sudo apt-get install -y b && rm -rf /var/lib/apt/lists/*\nFROM a\nRUN \\\n  DEBIAN_FRONTEND=noninteractive apt install -y c\nRUN apt-get update && apt-get install -y d && rm -rf /var/lib/apt/lists/*\nRUN apt-get install -y e\n',
      'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\nRUN sudo apt-get update && sudo apt-get install -y b && rm -rf /var/lib/apt/lists/*\nFROM a\nRUN \\\n  apt update && DEBIAN_FRONTEND=noninteractive apt install -y c \\\n  && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && apt-get install -y d && rm -rf /var/lib/apt/lists/*\nRUN apt-get install -y e\n',
      { safe: false, title: 'Update and clean up in each RUN that installs' },
    );
    checkFix(
      packageIndexLeftInLayer,
      'FROM debian:12\n# The index\nRUN apt-get update\nENV A=1\nRUN apt-get install -y a\n',
      'FROM debian:12\n# The index\nENV A=1\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
      { safe: false },
    );
  });

  it('is a matter to look at where something below may read the index', () => {
    for (const [below, safe] of [
      ['RUN ls', true],
      ['RUN ./install.sh', false],
      ['RUN curl -fsSL https://x.example/a | bash -', false],
      ['RUN make deps', false],
      ['RUN apt-get update && ./install.sh', true],
      ['RUN sh -c "ls"', true],
    ] as const) {
      const text = (clean: string) => `FROM debian:12\nRUN apt-get update && apt-get install -y a${clean}\n${below}\n`;
      checkFix(packageIndexLeftInLayer, text(''), text(' && rm -rf /var/lib/apt/lists/*'), { safe, remains: true });
    }
    checkFix(
      packageIndexLeftInLayer,
      'FROM debian:12\nRUN apt-get update && apt-get install -y a\nRUN apt-get upgrade -y\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\n',
      { safe: false },
    );
  });

  it('leaves a RUN alone that keeps its index in a mount', () => {
    const mounted =
      'RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y b\n';
    checkFix(
      packageIndexLeftInLayer,
      `FROM debian:12\nRUN apt-get update && apt-get install -y a\n${mounted}`,
      `FROM debian:12\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n${mounted}`,
      { safe: true },
    );
    const [found] = runRule(packageIndexLeftInLayer, `FROM debian:12\nRUN apt-get update\n${mounted}`);
    assert.deepEqual(found?.fixes, []);
  });
});
