import { buildkitFeatureWithoutSyntax as rule } from '../../../../src/lint/rules/buildkit-feature-without-syntax';
import { checkFix, checkRule } from '../../support/check-rule';

describe('buildkit-feature-without-syntax', () => {
  it('hints once, at the first feature', () =>
    checkRule(
      rule,
      `
FROM node:22
COPY package.json ./
RUN --mount=type=cache,target=/root/.npm npm install
#     ^^^^^ Support for --mount depends on the engine
COPY --link . .
`,
    ));

  it('adds the line above everything else', () => {
    checkFix(
      rule,
      '# Our build\nFROM alpine\nRUN <<EOF\necho hi\nEOF\n',
      '# syntax=docker/dockerfile:1\n# Our build\nFROM alpine\nRUN <<EOF\necho hi\nEOF\n',
      { safe: false },
    );
    checkFix(
      rule,
      '#!/usr/bin/env docker-build\n# check=skip=all\nFROM alpine\nCOPY --chmod=755 a /a\n',
      '#!/usr/bin/env docker-build\n# syntax=docker/dockerfile:1\n# check=skip=all\nFROM alpine\nCOPY --chmod=755 a /a\n',
    );
  });

  it('knows which release brought what', () => {
    checkRule(
      rule,
      `
# syntax=docker/dockerfile:1.4
FROM alpine
COPY --link a /a
RUN --mount=type=cache,target=/c true
COPY --parents a/b /c/
#      ^^^^^^^ pinned to version 1.4 of the Dockerfile syntax, which does not know --parents (since 1.20)
`,
    );
    checkRule(
      rule,
      `
# syntax=docker/dockerfile:1.9.0
FROM alpine
RUN --mount=type=secret,id=token,env=TOKEN fetch
#                                ^^^^^^^^^ env= of a secret mount (since 1.10)
`,
    );
    checkRule(
      rule,
      `
# syntax=docker/dockerfile:1.7
FROM alpine
COPY --chmod=755 a /a
COPY --chmod=u+x b /b
#    ^^^^^^^^^^^ --chmod=u+x (since 1.14)
`,
    );
    checkRule(rule, '# syntax=docker/dockerfile:1.7-labs\nFROM alpine\nCOPY --parents a/b /c/\n');
    checkRule(
      rule,
      '# syntax=docker/dockerfile:1.1-experimental\nFROM alpine\nRUN --mount=type=cache,target=/c true\n',
    );
    checkRule(rule, '# syntax=docker/dockerfile:1.20\nFROM alpine\nADD --checksum=sha256:0 https://example.com/a /a\n');
  });

  it('raises the pin, from a mirror as well, but not a digest', () => {
    checkFix(
      rule,
      '# syntax = registry.example.com/docker/dockerfile:1.0\nFROM alpine\nRUN --mount=type=tmpfs,target=/t true\n',
      '# syntax = registry.example.com/docker/dockerfile:1\nFROM alpine\nRUN --mount=type=tmpfs,target=/t true\n',
      { safe: false },
    );
    checkRule(
      rule,
      `
# syntax=docker/dockerfile:1.2@sha256:0123
FROM alpine
RUN <<EOF
#   ^^^^^ does not know heredocs
true
EOF
`,
    );
  });

  it('leaves other frontends and newest versions alone', () => {
    const use = 'FROM alpine\nRUN --mount=type=cache,target=/c true\n';
    checkRule(rule, `# syntax=docker/dockerfile:1\n${use}`);
    checkRule(rule, `# syntax=docker/dockerfile-upstream:master\n${use}`);
    checkRule(rule, `# syntax=acme/frontend:0.1\n${use}`);
    checkRule(rule, `# syntax=docker/dockerfile:experimental\n${use}`);
  });

  it('looks into triggers', () =>
    checkRule(
      rule,
      `
FROM alpine
ONBUILD RUN --mount=type=cache,target=/c true
#             ^^^^^ --mount
`,
    ));
});
