import { installAndBuildInOneRun } from '../../../../src/lint/rules/install-and-build-in-one-run';
import { checkFix, checkRule } from '../../support/check-rule';

describe('install-and-build-in-one-run', () => {
  it('points at the build', () =>
    checkRule(
      installAndBuildInOneRun,
      `
FROM node:22
WORKDIR /app
COPY . .
RUN npm ci && \\
    npm run build && \\
#   ^^^^^^^^^^^^^ shares its layer with \`npm ci\`
    npm prune
`,
    ));

  it('cuts the RUN in two, mounts and directory carried over', () =>
    checkFix(
      installAndBuildInOneRun,
      'FROM node:22\nCOPY . /src\nRUN --mount=type=cache,target=/root/.npm cd /src/web && \\\n    npm ci && \\\n    npm run build\nCMD ["a"]\n',
      'FROM node:22\nCOPY . /src\nRUN --mount=type=cache,target=/root/.npm cd /src/web && \\\n    npm ci\nRUN --mount=type=cache,target=/root/.npm cd /src/web && npm run build\nCMD ["a"]\n',
      { safe: true },
    ));

  it('cuts a heredoc between its lines', () => {
    checkFix(
      installAndBuildInOneRun,
      'FROM node:22\nCOPY . .\nRUN --network=host <<EOF\nset -eux\ncd web\nnpm ci\nnpm run build\nnpm test\nEOF\nCMD ["a"]\n',
      'FROM node:22\nCOPY . .\nRUN --network=host <<EOF\nset -eux\ncd web\nnpm ci\nEOF\nRUN --network=host <<EOF\nset -eux\ncd web\nnpm run build\nnpm test\nEOF\nCMD ["a"]\n',
      { safe: true },
    );
    checkRule(
      installAndBuildInOneRun,
      `
FROM node:22
COPY . .
RUN <<EOF
npm ci
npm run build
^^^^^^^^^^^^^ does not stop at the first failure
EOF
`,
    );
  });

  it('says why it cannot be cut', () => {
    checkRule(
      installAndBuildInOneRun,
      `
FROM node:22
COPY . .
RUN export CI=1 && npm ci && npm run build
#                            ^^^^^^^^^^^^^ shell variables or options
RUN npm ci; npm test
#           ^^^^^^^^ not joined by &&
`,
    );
    checkRule(
      installAndBuildInOneRun,
      `
FROM node:22
COPY . .
RUN npm ci && \\
    # all of it
    npm run build
#   ^^^^^^^^^^^^^ a comment stands
`,
    );
  });

  it('knows fetched projects, cleaning up, and installs without the source', () => {
    checkRule(
      installAndBuildInOneRun,
      'FROM node:22\nCOPY . .\nRUN git clone https://example.com/x /x && cd /x && npm ci && npm run build\n',
    );
    checkRule(installAndBuildInOneRun, 'FROM node:22\nCOPY . .\nRUN npm ci && npm cache clean --force\n');
    checkRule(installAndBuildInOneRun, 'FROM node:22\nRUN npm ci && npm run build\n');
    checkRule(installAndBuildInOneRun, 'FROM golang:1\nCOPY . .\nRUN npm ci && go build ./...\n');
  });
});
