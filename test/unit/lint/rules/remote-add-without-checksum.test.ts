import { remoteAddWithoutChecksum } from '../../../../src/lint/rules/remote-add-without-checksum';
import { checkRule } from '../../support/check-rule';

describe('remote-add-without-checksum', () => {
  it('points at each address', () =>
    checkRule(
      remoteAddWithoutChecksum,
      `
FROM debian:12
ARG V=1.2
ADD https://dl.example.com/a-$V.jar https://dl.example.com/b.jar /opt/
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a changed file goes unnoticed
#                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a changed file goes unnoticed
ADD --chown=app ["https://dl.example.com/c.jar", "/opt/"]
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unnoticed
`,
    ));

  it('leaves probes, branches, repositories and local files alone', () => {
    for (const source of [
      'https://api.github.com/repos/acme/tool/git/refs/heads/main',
      'https://dl.example.com/latest/tool',
      'https://raw.githubusercontent.com/acme/tool/main/x.sh',
      'https://git.example.com/acme/tool.git',
      'git@git.example.com:acme/tool.git',
      'a.tar.gz',
    ]) {
      checkRule(remoteAddWithoutChecksum, `FROM debian:12\nADD ${source} /opt/\n`);
    }
  });
});
