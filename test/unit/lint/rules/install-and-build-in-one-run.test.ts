import { installAndBuildInOneRun } from '../../../../src/lint/rules/install-and-build-in-one-run';
import { checkFix, checkRule } from '../../support/check-rule';

describe('install-and-build-in-one-run', () => {
  it('points at the build', () =>
    checkRule(
      installAndBuildInOneRun,
      `
FROM node:22
WORKDIR /app
COPY package.json ./
COPY src src
RUN npm ci && \\
    npm run build && \\
#   ^^^^^^^^^^^^^ shares its layer with \`npm ci\`
    npm prune
`,
    ));

  it('cuts the RUN in two, mounts and directory carried over', () =>
    checkFix(
      installAndBuildInOneRun,
      'FROM node:22\nCOPY web/package*.json web/\nCOPY web/src web/src\nRUN --mount=type=cache,target=/root/.npm cd web && \\\n    npm ci && \\\n    npm run build\nCMD ["a"]\n',
      'FROM node:22\nCOPY web/package*.json web/\nCOPY web/src web/src\nRUN --mount=type=cache,target=/root/.npm cd web && \\\n    npm ci\nRUN --mount=type=cache,target=/root/.npm cd web && npm run build\nCMD ["a"]\n',
      { safe: true },
    ));

  it('cuts a heredoc between its lines', () => {
    checkFix(
      installAndBuildInOneRun,
      'FROM node:22\nCOPY package.json ./\nCOPY src src\nRUN --network=host <<EOF\nset -eux\ncd web\nnpm ci\nnpm run build\nnpm test\nEOF\nCMD ["a"]\n',
      'FROM node:22\nCOPY package.json ./\nCOPY src src\nRUN --network=host <<EOF\nset -eux\ncd web\nnpm ci\nEOF\nRUN --network=host <<EOF\nset -eux\ncd web\nnpm run build\nnpm test\nEOF\nCMD ["a"]\n',
      { safe: true },
    );
    checkRule(
      installAndBuildInOneRun,
      `
FROM node:22
COPY package.json ./
COPY src src
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
COPY package.json ./
COPY src src
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
COPY package.json ./
COPY src src
RUN npm ci && \\
    # all of it
    npm run build
#   ^^^^^^^^^^^^^ a comment stands
`,
    );
  });

  it('leaves an install below the source to the rule that knows it better', () =>
    checkRule(installAndBuildInOneRun, 'FROM node:22\nCOPY . .\nRUN npm ci && npm run build\n'));

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
