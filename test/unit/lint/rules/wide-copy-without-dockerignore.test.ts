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
`,
      { context },
    ));

  it('creates the ignore file', () =>
    checkFix(wideCopyWithoutDockerignore, 'FROM node:22\nCOPY . .\n', 'FROM node:22\nCOPY . .\n', {
      context,
      safe: false,
      files: { '.dockerignore': '.git\nnode_modules\n' },
    }));

  it('adds to the one there is', () =>
    checkFix(wideCopyWithoutDockerignore, 'FROM node:22\nCOPY . .\n', 'FROM node:22\nCOPY . .\n', {
      context: { ...context, '.dockerignore': '.git\n' },
      files: { '.dockerignore': 'node_modules\n' },
    }));

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
});
