import { preferCopyOverAdd } from '../../../../src/lint/rules/prefer-copy-over-add';
import { checkFix, checkRule } from '../../support/check-rule';

describe('prefer-copy-over-add', () => {
  it('points at ADD for plain files', () =>
    checkRule(
      preferCopyOverAdd,
      `
FROM alpine:3.20
ADD . /app
^^^ COPY does the same for "."
ADD ["a b.txt", "/x"]
^^^ COPY does the same for "a b.txt"
ADD rootfs.tar.gz /
ADD https://example.com/x /x
ADD git@github.com:a/b.git /src
ADD --checksum=sha256:00 https://example.com/x /x
`,
    ));

  it('uses COPY, flags and casing kept', () =>
    checkFix(
      preferCopyOverAdd,
      'FROM a:1\nadd --chown=1:1 app.conf /etc/\n',
      'FROM a:1\ncopy --chown=1:1 app.conf /etc/\n',
      { safe: true },
    ));

  it('is not sure about a glob, which may match an archive', () =>
    checkFix(preferCopyOverAdd, 'FROM a:1\nADD *.conf /etc/\n', 'FROM a:1\nCOPY *.conf /etc/\n', { safe: false }));

  it('is not sure about a name without an extension, unless the context shows what it is', () => {
    const context = { rootfs: '\0binary', start: '#!/bin/sh\n', 'src/a.ts': '' };
    for (const [source, known, safe] of [
      ['rootfs', undefined, false],
      ['start', undefined, false],
      ['rootfs-1.0', undefined, false],
      ['.rootfs', undefined, false],
      ['app.jar', undefined, true],
      ['./', undefined, true],
      ['src', undefined, false],
      ['rootfs', context, false],
      ['./start', context, true],
      ['/src', context, true],
      ['start rootfs', context, false],
    ] as const)
      checkFix(preferCopyOverAdd, `FROM a:1\nADD ${source} /x/\n`, `FROM a:1\nCOPY ${source} /x/\n`, {
        safe,
        ...(known && { context: known }),
      });
  });

  it('follows a variable to an address, and says that another may be one', () =>
    checkRule(
      preferCopyOverAdd,
      `
FROM alpine:3.20
ARG TOOL=https://example.com/tool
ADD $TOOL /usr/bin/tool
ADD $OTHER /srv/
^^^ unless it stands for an archive or an address
`,
    ));

  it('takes git addresses and variables for files where hadolint is asked', () =>
    checkRule(
      preferCopyOverAdd,
      `
FROM alpine:3.20
ARG TOOL=https://example.com/tool
ADD $TOOL /usr/bin/tool
^^^ COPY does the same
ADD git@git.example:team/shop.git /src
^^^ COPY does the same
ADD "https://example.com/tool" /usr/bin/tool
`,
      { config: { codes: { DL3020: 'error' } } },
    ));
});
