import { swallowedFailure } from '../../../../src/lint/rules/swallowed-failure';
import { checkFix, checkRule } from '../../support/check-rule';

describe('swallowed-failure', () => {
  it('points at downloads and installs in front of a semicolon, once per RUN', () =>
    checkRule(
      swallowedFailure,
      `
FROM debian:12
RUN cd /opt; wget https://example.com/a.tgz; tar xf a.tgz; pip install x
#            ^^^^ When \`wget\` fails, the commands behind it run all the same
RUN if [ -n "$X" ]; then npm ci; fi; npm run build
#                        ^^^^^^ When \`npm ci\` fails
RUN npm run build; npm test; curl -O https://example.com/last
RUN dpkg -i tool.deb; apt-get install -fy
RUN curl -O https://example.com/a || exit 1; ls
RUN set -ex; wget https://example.com/a; ls
RUN curl -O https://example.com/a;
RUN echo "apt-get install; done"
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
RUN wget https://example.com/a; ls
`,
    ));

  it('points at what hides the failure', () =>
    checkRule(
      swallowedFailure,
      `
FROM debian:12
RUN pip install fancy || true
#                     ^^^^^^^ When \`pip install\` fails, this hides it
RUN apt-get update || true && apt-get install -y curl
RUN apt-get update && apt-get install -y curl || : && rm -rf /tmp/*
#                                             ^^^^ hides it
RUN useradd app || true
RUN npm ci || npm install
RUN [ -f a ] && npm ci || true
`,
    ));

  it('joins with &&, drops || true, and starts scripts with set -eux', () => {
    checkFix(
      swallowedFailure,
      'FROM debian:12\nRUN apt-get update; \\\n    apt-get install -y curl;ls ; make\n',
      'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y curl && ls && make\n',
      { safe: false },
    );
    checkFix(
      swallowedFailure,
      'FROM debian:12\nRUN pip install a \\\n || true\n',
      'FROM debian:12\nRUN pip install a\n',
      { safe: false },
    );
    checkFix(
      swallowedFailure,
      'FROM debian:12\nRUN <<-EOF\n\tcd /opt\n\tmake\n\tEOF\n',
      'FROM debian:12\nRUN <<-EOF\n\tset -eux\n\tcd /opt\n\tmake\n\tEOF\n',
      { safe: false },
    );
    checkFix(
      swallowedFailure,
      'FROM debian:12\nRUN <<EOF\n#!/bin/bash\ncd /opt\nmake\nEOF\n',
      'FROM debian:12\nRUN <<EOF\n#!/bin/bash\nset -eux\ncd /opt\nmake\nEOF\n',
      { safe: false },
    );
  });

  it('leaves here-documents alone that stop, have one command, or are no shell', () => {
    for (const body of [
      'set -e\nmake\nls',
      '#!/bin/sh -e\nmake\nls',
      'set -o errexit\nmake\nls',
      'make',
      'make &&\n  ls',
      'echo start\nmake',
      '#!/usr/bin/env python3\nimport os\nprint(1)',
      'make || exit 1\nls',
    ]) {
      checkRule(swallowedFailure, `FROM debian:12\nRUN <<EOF\n${body}\nEOF\n`);
    }
  });

  it('reads the script of a shell that is fed one', () => {
    checkFix(
      swallowedFailure,
      'FROM debian:12\nRUN bash <<EOF\ncurl -O https://example.com/a\nls\nEOF\n',
      'FROM debian:12\nRUN bash <<EOF\nset -eux\ncurl -O https://example.com/a\nls\nEOF\n',
      { safe: false },
    );
    for (const shell of ['bash -e', 'python3', 'cat']) {
      checkRule(swallowedFailure, `FROM debian:12\nRUN ${shell} <<EOF\ncurl -O https://example.com/a\nls\nEOF\n`);
    }
  });

  it('offers no && in front of ||, where it would mean something else', () =>
    checkRule(
      swallowedFailure,
      `
FROM debian:12
RUN npm ci; npm test || npm run report
#   ^^^^^^ When
`,
    ));

  it('looks at triggers, too', () =>
    checkFix(
      swallowedFailure,
      'FROM debian:12\nONBUILD RUN apt-get update; apt-get install -y git; ls\n',
      'FROM debian:12\nONBUILD RUN apt-get update && apt-get install -y git && ls\n',
    ));
});
