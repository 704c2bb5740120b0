import assert from 'node:assert/strict';
import { downloadOfMovingVersion } from '../../../../src/lint/rules/download-of-moving-version';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('download-of-moving-version', () => {
  it('points at addresses that move', () =>
    checkRule(
      downloadOfMovingVersion,
      `
FROM debian:12
ARG BRANCH=develop
RUN curl -fsSL https://dl.example.com/tool/latest/tool.tar.gz | tar xz
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "latest" is what is newest
RUN wget https://raw.githubusercontent.com/acme/tool/\${BRANCH}/setup.sh
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ of the branch "develop"
RUN wget https://github.com/acme/tool/archive/refs/heads/main.zip
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the branch "main"
RUN V=$(curl -s https://api.github.com/repos/acme/tool/releases/latest | jq -r .tag_name) && wget https://dl.example.com/$V/tool
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ looked up at the first build only
RUN curl -sSL -o t.gz "https://github.com/acme/tool/releases/latest/download/tool_$(uname -m).tar.gz" && tar xf t.gz && rm t.gz
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "latest"
RUN apk add --no-cache --repository=https://mirror.example.com/alpine/edge/testing tool
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ changes every day
`,
    ));

  it('leaves versions, package archives, words and paths alone', () => {
    for (const run of [
      'curl -fsSLO https://dl.example.com/tool/v1.4.2/tool',
      'curl -fsSLO https://dl.example.com/tool/$VERSION/tool',
      'curl -fsSLO https://github.com/acme/tool/archive/v$VERSION.tar.gz',
      'wget https://raw.githubusercontent.com/acme/main/v1.2.3/main/tool.sh',
      'wget https://deb.example.com/debian/pool/main/t/tool/tool.deb',
      'wget https://conda.example.com/miniconda/Miniconda3-latest-Linux-x86_64.sh',
      'wget https://dl.example.com/nightly/2024-05-01/tool.tar.gz',
      'wget https://github.com/acme/tool/raw/master/releases/tool-1.2.0.tar.gz',
      'curl -X POST https://ci.example.com/latest/build',
      'curl http://localhost:8080/latest/',
      'echo https://dl.example.com/latest/tool > /usr/share/latest/README',
      'apk add --repository=https://mirror.example.com/alpine/v3.20/community tool',
    ]) {
      checkRule(downloadOfMovingVersion, `FROM debian:12\nARG VERSION\nRUN ${run}\n`);
    }
  });

  it('knows installers in all their forms, and what tells them a version', () => {
    checkRule(
      downloadOfMovingVersion,
      `
FROM debian:12
RUN sh -c "$(curl -fsSL https://get.example.com/tool)"
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ installs whatever version is newest
RUN curl -sSf https://get.example.com/tool.sh | bash -s -- -y
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ installs whatever version is newest
RUN curl -sSf https://get.example.com/tool.sh | TOOL_VERSION=1.2 bash
RUN curl -sSf https://get.example.com/setup_20.x | bash
RUN curl -sSf https://get.example.com/tool.sh | sh -s -- v1.2
RUN curl -sSf https://get.example.com/tool.sh > install.sh
RUN curl -sSf https://get.example.com/key | gpg --dearmor
ENV TOOL_VERSION=1.2
RUN curl -sSf https://get.example.com/tool.sh | sh
`,
    );
  });

  it('lets the builder download what stays in the image', () => {
    checkFix(
      downloadOfMovingVersion,
      'FROM debian:12\nRUN wget -q -O /opt/a.jar https://dl.example.com/latest/a.jar\n',
      'FROM debian:12\nADD --chmod=644 https://dl.example.com/latest/a.jar /opt/a.jar\n',
      { safe: false },
    );
    checkFix(
      downloadOfMovingVersion,
      'FROM debian:12\nUSER app\nRUN mkdir -p /opt \\\n && curl -fsSLo /opt/tool https://dl.example.com/latest/tool \\\n && chmod +x /opt/tool \\\n && /opt/tool init\n',
      'FROM debian:12\nUSER app\nADD --chmod=755 --chown=app https://dl.example.com/latest/tool /opt/tool\nRUN mkdir -p /opt \\\n && /opt/tool init\n',
      { safe: false },
    );
  });

  it('leaves steps below a cache-buster alone', () =>
    checkRule(
      downloadOfMovingVersion,
      'FROM debian:12\nARG CACHEBUST\nRUN wget https://dl.example.com/latest/a.jar\n',
    ));

  it('reads a branch in front of a variable', () =>
    checkRule(
      downloadOfMovingVersion,
      `
FROM debian:12
RUN for l in deu eng; do wget -q "https://github.com/acme/data/raw/main/$l.bin"; done
#                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a file of the branch "main"
`,
    ));

  it('looks at ONBUILD triggers', () =>
    checkRule(
      downloadOfMovingVersion,
      `
FROM debian:12
ONBUILD RUN curl -fsSL -o /t https://example.com/latest/t
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "latest" is what is newest
`,
    ));

  it('takes the repository of the release that the image is of', () => {
    const text = (base: string, repository: string) =>
      `FROM ${base}\nRUN apk add --no-cache -X http://dl.example.com/alpine/${repository} tool\n`;
    for (const base of ['alpine:3.20.3', 'node:22-alpine3.20'])
      checkFix(downloadOfMovingVersion, text(base, 'edge/community'), text(base, 'v3.20/community'), { safe: false });
    for (const [base, repository] of [
      ['alpine:latest', 'edge/main'],
      ['alpine:3.20', 'edge/testing'],
    ] as const)
      assert.deepEqual(runRule(downloadOfMovingVersion, text(base, repository))[0]?.fixes, []);
  });

  it('knows an image that is of edge itself', () =>
    checkRule(
      downloadOfMovingVersion,
      'FROM alpine:edge AS a\nFROM a\nRUN apk add --no-cache -X http://dl.example.com/alpine/edge/testing tool\n',
    ));
});
