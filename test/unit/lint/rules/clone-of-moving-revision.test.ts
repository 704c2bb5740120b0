import assert from 'node:assert/strict';
import { cloneOfMovingRevision } from '../../../../src/lint/rules/clone-of-moving-revision';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('clone-of-moving-revision', () => {
  it('points at clones of branches, named or not', () =>
    checkRule(
      cloneOfMovingRevision,
      `
FROM debian:12
ARG BRANCH=develop
RUN apt-get update && \\
    git clone --depth=1 https://git.example.com/acme/one.git
#   ^^^^^^^^^ keeps the default branch of
RUN git clone -b "\${BRANCH}" https://git.example.com/acme/two.git
#   ^^^^^^^^^^^^^^^^^^^^^^^^ keeps "develop" of
RUN git clone --branch=version-16 $UPSTREAM /three
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ keeps "version-16" of
RUN git clone https://git.example.com/acme/four.git /four && cd /four && git checkout origin/main
#                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^ keeps "origin/main"
RUN git clone https://git.example.com/acme/five.git && cd five && git checkout $(git describe --tags --abbrev=0)
#                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the newest tag
`,
    ));

  it('leaves tags, commits and what only the build knows alone', () => {
    for (const run of [
      'git clone -b v1.2.3 https://e.com/a.git',
      'git clone -b "v${VERSION}" https://e.com/a.git',
      'git clone -b $REF https://e.com/a.git',
      'git clone https://e.com/a.git && cd a && git reset --hard 1f2e3d4c',
      'git clone https://e.com/a.git && cd a && git fetch origin $SHA && git checkout FETCH_HEAD',
      'git clone https://e.com/a.git a && git -C a checkout tags/v3',
      'git clone $OPTIONS https://e.com/a.git a',
      'git clone /srv/mirror.git a',
      'echo "git clone https://e.com/a.git"',
    ]) {
      checkRule(cloneOfMovingRevision, `FROM debian:12\nARG VERSION=1.0\nARG REF\nRUN ${run}\n`);
    }
  });

  it('leaves what a later layer checks out, or a cache-buster renews, to other rules', () => {
    checkRule(
      cloneOfMovingRevision,
      'FROM debian:12\nRUN git clone https://e.com/a.git /a\nRUN cd /a && git checkout v1\n',
    );
    checkRule(cloneOfMovingRevision, 'FROM debian:12\nARG CACHEBUST=1\nRUN git clone https://e.com/a.git /a\n');
    checkRule(
      cloneOfMovingRevision,
      'FROM debian:12\nADD https://api.github.com/repos/acme/a/git/refs/heads/main /tmp/head.json\nRUN git clone https://e.com/a.git /a\n',
    );
  });

  it('knows installs from repositories, but not those the rules about pinned versions report', () =>
    checkRule(
      cloneOfMovingRevision,
      `
FROM debian:12
RUN pip install git+https://git.example.com/acme/lib@main
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This installs "main"
RUN pip install -e git+https://git.example.com/acme/lib#egg=lib
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the default branch
RUN pip install git+https://git.example.com/acme/lib git+https://git.example.com/acme/lib@v1.2
RUN uv pip install "lib @ git+ssh://git@git.example.com/acme/lib"
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the default branch
RUN npm install acme/lib && npm install git+https://git.example.com/acme/lib.git#v2.0.0
RUN npm i -g acme/lib#next
#            ^^^^^^^^^^^^^ This installs "next"
RUN go install example.com/tool@latest && go install example.com/tool@v1.4.0
RUN go install example.com/tool@master
#              ^^^^^^^^^^^^^^^^^^^^^^^ This installs "master"
RUN cargo install --git https://git.example.com/acme/tool --branch dev tool
#                                                                  ^^^ This installs "dev"
RUN cargo install --git https://git.example.com/acme/tool --tag v1
`,
    ));

  it('lets the builder fetch a public repository', () => {
    checkFix(
      cloneOfMovingRevision,
      'FROM debian:12\nWORKDIR /opt\nRUN git clone --depth 1 -b main https://github.com/acme/tool\n',
      'FROM debian:12\nWORKDIR /opt\nADD https://github.com/acme/tool.git#main tool\n',
      { safe: false },
    );
    checkFix(
      cloneOfMovingRevision,
      'FROM debian:12\nUSER 1000\nRUN git clone https://e.com/a.git /a \\\n && cd /a \\\n && git log -1\n',
      'FROM debian:12\nUSER 1000\nADD --keep-git-dir=true --chown=1000 https://e.com/a.git /a\nRUN cd /a \\\n && git log -1\n',
      { safe: false },
    );
  });

  it('has no fix for keys, and for clones that do not stay', () => {
    for (const run of ['git@e.com:a.git /a', 'https://e.com/a.git /a && make -C /a && rm -rf /a']) {
      checkRule(
        cloneOfMovingRevision,
        `
FROM debian:12
RUN git clone ${run}
#   ^^^^^^^^^ the default branch
`,
      );
    }
  });

  it('takes a patch for no revision, and a branch of two versions for one', () =>
    checkRule(
      cloneOfMovingRevision,
      `
FROM debian:12
RUN git clone https://example.com/a/x.git /x && cd /x && git apply /fix.patch
#   ^^^^^^^^^ keeps the default branch
RUN git clone --branch 8.x-3.x https://example.com/a/y.git /y
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ keeps "8.x-3.x"
`,
    ));

  it('looks at ONBUILD triggers', () => {
    checkRule(
      cloneOfMovingRevision,
      `
FROM debian:12
ONBUILD RUN git clone https://example.com/a/x.git /x
#           ^^^^^^^^^ keeps the default branch
ONBUILD RUN sudo pip install -e git+https://example.com/a/y.git#egg=y
#                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ installs the default branch
ONBUILD RUN git clone --branch v1.2 https://example.com/a/z.git /z
`,
    );
  });

  it('keeps the git directory where a build may take its version from there', () => {
    const url = 'https://github.com/acme/tool';
    const fixed = (from: string, behind: string) =>
      runRule(
        cloneOfMovingRevision,
        `FROM ${from}\nRUN git clone ${url} /src/tool\n${behind}`,
      )[0]?.fixes[0]?.edits.some(({ newText }) => newText.includes('--keep-git-dir=true'));
    for (const behind of [
      'RUN make -C /src/tool\n',
      'RUN pip install /src/tool\n',
      'RUN python setup.py install\n',
      'RUN ./build.sh\n',
    ])
      assert.equal(fixed('debian:12', behind), true, behind);
    for (const behind of ['', 'RUN chown -R 1000 /src/tool\n', 'RUN pip install flask\n'])
      assert.equal(fixed('debian:12', behind), false, behind);
    assert.equal(fixed('gcr.io/oss-fuzz-base/base-builder', 'COPY build.sh $SRC/\n'), true);
  });
});
