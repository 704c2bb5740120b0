import { wideCopyWithoutDockerignore } from '../../../../src/lint/rules/wide-copy-without-dockerignore';
import { checkFix, checkRule } from '../../support/check-rule';

describe('wide-copy-without-dockerignore', () => {
  const context = { 'server.js': '', 'package.json': '{}', '.git/HEAD': 'x', 'node_modules/a/index.js': 'x' };

  it('names what goes into the copy for nothing', () =>
    checkRule(
      wideCopyWithoutDockerignore,
      `
FROM node:22
WORKDIR /app
COPY package.json ./
COPY . .
#    ^ .git and node_modules go into this copy: every commit
COPY . /again
RUN npm ci
`,
      { context },
    ));

  it('creates the ignore file', () =>
    checkFix(
      wideCopyWithoutDockerignore,
      'FROM node:22\nCOPY . .\nRUN npm ci\n',
      'FROM node:22\nCOPY . .\nRUN npm ci\n',
      {
        context,
        safe: false,
        files: { '.dockerignore': '.git\nnode_modules\n' },
      },
    ));

  it('adds to the one there is', () =>
    checkFix(
      wideCopyWithoutDockerignore,
      'FROM node:22\nCOPY . .\nRUN npm ci\n',
      'FROM node:22\nCOPY . .\nRUN npm ci\n',
      {
        context: { ...context, '.dockerignore': '.git\n' },
        files: { '.dockerignore': 'node_modules\n' },
      },
    ));

  it('knows allow lists, builds that ask git, and that without a context nothing is known', () => {
    checkRule(wideCopyWithoutDockerignore, 'FROM node:22\nCOPY . .\n', {
      context: { ...context, '.dockerignore': '*\n!server.js\n' },
    });
    checkRule(wideCopyWithoutDockerignore, 'FROM node:22\nCOPY . .\nRUN git rev-parse HEAD > /rev\n', {
      context: { 'a.js': '', '.git/HEAD': 'x' },
    });
    checkRule(wideCopyWithoutDockerignore, 'FROM node:22\nCOPY . .\n');
    checkRule(wideCopyWithoutDockerignore, 'FROM node:22\nCOPY src .\n', { context });
  });

  it('looks into the projects below, and into folders that are copied alone', () => {
    checkRule(
      wideCopyWithoutDockerignore,
      `
FROM node:22
COPY . .
#    ^ api/node_modules and web/app/dist go into this copy: a local install
RUN npm ci && npm run build
COPY web /web
`,
      {
        context: {
          'api/package.json': '{}',
          'api/node_modules/a/index.js': '',
          'web/app/package.json': '{}',
          'web/app/dist/index.js': '',
        },
      },
    );
    checkFix(
      wideCopyWithoutDockerignore,
      'FROM node:22\nCOPY web/ /web\nRUN npm ci --prefix /web\n',
      'FROM node:22\nCOPY web/ /web\nRUN npm ci --prefix /web\n',
      {
        context: { 'web/node_modules/a': '', 'api/node_modules/a': '' },
        files: { '.dockerignore': 'web/node_modules\n' },
      },
    );
  });

  it('leaves what the image is meant to take from this machine alone', () => {
    checkRule(wideCopyWithoutDockerignore, 'FROM node:22-slim\nCOPY . .\nCMD ["node", "dist/a.js"]\n', {
      context: { 'package.json': '{}', 'dist/a.js': '', 'node_modules/a/index.js': '' },
    });
    checkRule(wideCopyWithoutDockerignore, 'FROM eclipse-temurin:21-jre\nCOPY . .\n', {
      context: { 'pom.xml': '', 'target/app.jar': '' },
    });
  });
});
