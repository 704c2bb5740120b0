import { permissionChangeAfterCopy } from '../../../../src/lint/rules/permission-change-after-copy';
import { checkFix, checkRule } from '../../support/check-rule';

describe('permission-change-after-copy', () => {
  it('points at a file that was just copied', () =>
    checkRule(
      permissionChangeAfterCopy,
      `
FROM alpine:3.20
WORKDIR /srv
COPY start.sh wait.sh ./
ENV A=1
COPY app.conf /etc/
RUN chmod +x start.sh
#   ^^^^^^^^^^^^^^^^^ the copy also brings other files
COPY --from=tools.example/x /x /usr/bin/x
RUN ["chmod", "+x", "/usr/bin/x"]
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ The copy of line 7
`,
    ));

  it('leaves files that are not just copied, folders, and a RUN that does more alone', () =>
    checkRule(
      permissionChangeAfterCopy,
      `
FROM alpine:3.20 AS build
COPY gradlew .
RUN chmod +x gradlew
FROM alpine:3.20
COPY start.sh /
RUN apk add --no-cache bash
RUN chmod +x /start.sh
COPY other.sh /
RUN chmod +x /other.sh && /other.sh
RUN chmod 1777 /tmp
COPY conf /etc/app
RUN chown app /etc/app
COPY . /app
RUN chmod +x /app/start.sh
`,
    ));

  it('moves the mode into the copy', () => {
    checkFix(
      permissionChangeAfterCopy,
      'FROM alpine:3.20\ncopy --chown=1:1 a.sh /\n# executable\nRUN chmod 0755 /a.sh\n\nCMD ["/a.sh"]\n',
      'FROM alpine:3.20\ncopy --chown=1:1 --chmod=0755 a.sh /\n# executable\n\nCMD ["/a.sh"]\n',
      { safe: true },
    );
    checkFix(
      permissionChangeAfterCopy,
      'FROM alpine:3.20\nCOPY a.sh b.sh /x/\nRUN chmod +x /x/a.sh && \\\n    chmod +x /x/b.sh\n',
      'FROM alpine:3.20\nCOPY --chmod=755 a.sh b.sh /x/\n',
      { safe: false },
    );
    checkFix(
      permissionChangeAfterCopy,
      '# syntax=docker/dockerfile:1\nFROM alpine:3.20\nCOPY *.sh /x/\nRUN chmod +x /x/*.sh\n',
      '# syntax=docker/dockerfile:1\nFROM alpine:3.20\nCOPY --chmod=+x *.sh /x/\n',
      { safe: true },
    );
    checkFix(
      permissionChangeAfterCopy,
      'FROM alpine:3.20\nCOPY <<EOF /run.sh\necho hi\nEOF\nRUN set -e; chown 1:2 /run.sh; chmod +x /run.sh\n',
      'FROM alpine:3.20\nCOPY --chown=1:2 --chmod=755 <<EOF /run.sh\necho hi\nEOF\n',
      { safe: true },
    );
  });

  it('knows a syntax without --chmod', () =>
    checkRule(
      permissionChangeAfterCopy,
      `
# syntax=docker/dockerfile:1.1
FROM alpine:3.20
COPY a.sh /
RUN chmod 755 /a.sh
#   ^^^^^^^^^^^^^^^ the syntax the file asks for has no COPY --chmod
`,
    ));

  it('knows the working directory for a folder', () =>
    checkFix(
      permissionChangeAfterCopy,
      'FROM debian:12\nWORKDIR /app\nCOPY start.sh /app\nRUN chmod +x /app/start.sh\n',
      'FROM debian:12\nWORKDIR /app\nCOPY --chmod=755 start.sh /app\n',
      { safe: false },
    ));
});
