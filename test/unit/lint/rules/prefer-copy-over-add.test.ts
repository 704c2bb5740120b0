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
});
