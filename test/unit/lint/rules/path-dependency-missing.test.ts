import { pathDependencyMissing } from '../../../../src/lint/rules/path-dependency-missing';
import { checkDocs, checkFix, checkRule } from '../../support/check-rule';

const rule = pathDependencyMissing;
const npm = {
  'package.json': '{"dependencies":{"lib":"file:lib","out":"file:../out","gone":"file:gone"}}',
  'package-lock.json': '{"packages":{}}',
  'lib/package.json': '{}',
};

describe('path-dependency-missing', () => {
  it('has examples that run', () => checkDocs(rule));

  it('reports folders that come too late', () => {
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package*.json ./
RUN apt-get update && npm ci
#                     ^^^^^^ package.json needs \`file:lib\`, and lib is not copied before \`npm ci\`, which leaves a link to nothing
COPY . .
`,
      { context: npm },
    );
    checkRule(
      rule,
      `
FROM golang:1.23
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
#   ^^^^^^^^^^^^^^^ go.mod needs \`./lib\`, and lib/go.mod is not copied before \`go mod download\`, which fails without
COPY . .
`,
      { context: { 'go.mod': 'module a\nreplace lib => ./lib\n', 'go.sum': '', 'lib/go.mod': 'module lib\n' } },
    );
    checkRule(
      rule,
      `
FROM ruby:3
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
#   ^^^^^^^^^^^^^^ Gemfile needs \`.ruby-version\` and \`engines/x\`, and .ruby-version and engines/x are not copied
`,
      {
        context: {
          Gemfile: 'ruby file: ".ruby-version"\ngem "x", path: "engines/x"\n',
          'Gemfile.lock': '',
          '.ruby-version': '3',
          'engines/x/x.gemspec': '',
        },
      },
    );
  });

  it('is silent when they are there', () => {
    const ways = [
      'COPY . .',
      'COPY package*.json ./\nCOPY lib lib',
      'COPY package*.json ./\nCOPY lib/package.json lib/',
    ];
    for (const way of ways)
      checkRule(rule, `FROM node:22\nWORKDIR /app\n${way}\nRUN npm ci\nCOPY . .\n`, { context: npm });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci\n', {
      context: npm,
    });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n');
  });

  it('lets links come with the source', () => {
    const context = { 'package.json': '{"dependencies":{"lib":"link:./lib"}}', 'yarn.lock': '', 'lib/index.js': '' };
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn\nCOPY . .\n', { context });
  });

  it('leaves out what stages are told to leave out', () =>
    checkRule(
      rule,
      'FROM python:3\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root --no-directory\nCOPY . .\n',
      {
        context: {
          'pyproject.toml': '[tool.poetry.dependencies]\nb = { path = "b" }\n',
          'poetry.lock': '',
          'b/x.py': '',
        },
      },
    ));

  it('copies them', () => {
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n',
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCOPY lib lib/\nRUN npm ci\nCOPY . .\n',
      { context: npm, safe: false },
    );
    checkFix(
      rule,
      'FROM python:3\nCOPY req/prod.txt /tmp/\nRUN pip install -r /tmp/prod.txt\n',
      'FROM python:3\nCOPY req/prod.txt req/base.txt /tmp/\nRUN pip install -r /tmp/prod.txt\n',
      { context: { 'req/prod.txt': '-r base.txt\n', 'req/base.txt': '' }, safe: true },
    );
  });
});
