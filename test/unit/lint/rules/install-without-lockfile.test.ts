import { installWithoutLockfile } from '../../../../src/lint/rules/install-without-lockfile';
import { checkDocs, checkFix, checkRule } from '../../support/check-rule';

const manifest = '{"dependencies":{"a":"1"}}';
const npm = { 'package.json': manifest, 'package-lock.json': '{"packages":{}}', 'index.js': '' };
const yarn = { 'package.json': manifest, 'yarn.lock': '# yarn lockfile v1\n' };
const rule = installWithoutLockfile;

describe('install-without-lockfile', () => {
  it('has examples that run', () => checkDocs(rule));

  it('reports a lock file that no copy takes', () => {
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package.json .npmrc ./
#    ^^^^^^^^^^^^^^^^^^^ package-lock.json is not copied before \`npm install\`, so the newest versions
RUN apt-get update && npm install --omit=dev
COPY . .
`,
      { context: { ...npm, '.npmrc': '' } },
    );
    checkRule(
      rule,
      `
FROM node:22
COPY ["package.json", "/app/"]
#     ^^^^^^^^^^^^^^ before \`npm ci\`, which fails without it
RUN cd /app && npm ci
`,
      { context: npm },
    );
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package.json ./
#    ^^^^^^^^^^^^ before \`yarn install\`, which passes without it all the same
RUN yarn install --frozen-lockfile
`,
      { context: yarn },
    );
  });

  it('reports it for other ecosystems', () => {
    const cases: [string, string, Record<string, string>][] = [
      ['go.mod', 'go mod download', { 'go.mod': 'module a\n', 'go.sum': '' }],
      ['Gemfile', 'bundle install', { Gemfile: '', 'Gemfile.lock': '' }],
      ['composer.json', 'composer install', { 'composer.json': '{}', 'composer.lock': '{}' }],
      ['pyproject.toml', 'uv sync --no-install-project', { 'pyproject.toml': '', 'uv.lock': '' }],
      ['pyproject.toml', 'poetry install --no-root', { 'pyproject.toml': '', 'poetry.lock': '' }],
      ['Pipfile', 'pipenv install --system', { Pipfile: '', 'Pipfile.lock': '{}' }],
      ['mix.exs', 'mix deps.get', { 'mix.exs': '', 'mix.lock': '' }],
      ['Cargo.toml', 'cargo fetch', { 'Cargo.toml': '', 'Cargo.lock': '' }],
      ['pubspec.yaml', 'dart pub get', { 'pubspec.yaml': '', 'pubspec.lock': '' }],
      ['Package.swift', 'swift package resolve', { 'Package.swift': '', 'Package.resolved': '{}' }],
    ];
    for (const [name, command, context] of cases) {
      checkRule(
        rule,
        `FROM x:1\nWORKDIR /a\nCOPY ${name} ./\n#    ${'^'.repeat(name.length)} is not copied before\nRUN ${command}\nCOPY . .\n`,
        { context },
      );
    }
  });

  it('accepts every way to bring it', () => {
    const ways = [
      'COPY package*.json ./\nRUN npm install',
      'COPY package.json package-lock.json ./\nRUN npm ci',
      'COPY package.json ./\nCOPY package-lock.json ./\nRUN npm ci',
      'COPY ["package.json", "package-lock.json", "./"]\nRUN npm ci',
      'COPY . .\nRUN npm install',
      'COPY package.json ./\nRUN --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci',
      'COPY --parents package.json package-lock.json ./\nRUN npm ci',
    ];
    for (const way of ways) checkRule(rule, `FROM node:22\nWORKDIR /app\n${way}\n`, { context: npm });
  });

  it('is silent where it cannot know', () => {
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nCOPY --from=other /x ./\nRUN npm install\n', {
      context: npm,
    });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN ./make-lock.sh\nRUN npm install\n', {
      context: npm,
    });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY app/package.json ./\nRUN npm ci\n', { context: npm });
    checkRule(rule, 'FROM node:22\nRUN npm install -g x && npm install express\n', { context: npm });
    checkRule(rule, 'FROM python:3\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\n', {
      context: { 'requirements.txt': 'a' },
    });
  });

  it('respects those who want no lock file', () => {
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install --no-package-lock\n', {
      context: npm,
    });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json .npmrc ./\nRUN npm install\n', {
      context: { ...npm, '.npmrc': 'package-lock=false\n' },
    });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --pure-lockfile\n', {
      context: yarn,
    });
  });

  it('reports a lock file the ignore file keeps out', () =>
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY . .
RUN npm install
#   ^^^^^^^^^^^ .dockerignore keeps package-lock.json out of the build
`,
      { context: { ...npm, '.dockerignore': 'package-lock.json' } },
    ));

  it('mentions a project without one, mildly', () => {
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package.json ./
RUN npm install
#   ^^^^^^^^^^^ The project has no package-lock.json, so \`npm install\` picks versions
`,
      { context: { 'package.json': manifest } },
    );
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\n', {
      context: { 'package.json': '{}' },
    });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install\n', {
      context: { 'package.json': manifest },
    });
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY . .
RUN npm ci
#   ^^^^^^ \`npm ci\` fails without one
`,
      { context: { 'package.json': manifest } },
    );
  });

  it('reports a lock file that is not followed', () => {
    const text = `
FROM node:22
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn --production
#   ^^^^ Add --frozen-lockfile
`;
    checkRule(rule, text, { context: yarn });
    checkRule(rule, 'FROM node:22\nENV CI=true\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn\n', {
      context: yarn,
    });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN CI=1 pnpm i\n', {
      context: { 'package.json': manifest, 'pnpm-lock.yaml': '' },
    });
  });

  it('without a context says only what is certain', () => {
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package.json ./
RUN npm ci
#   ^^^^^^ No copy above brings package-lock.json or npm-shrinkwrap.json for \`npm ci\`, which fails without it
`,
    );
    for (const copy of [
      'COPY package*.json ./',
      'COPY . .',
      'COPY app ./',
      'COPY package.json $LOCK ./',
      'RUN x > package.json',
    ]) {
      checkRule(rule, `FROM node:22\nWORKDIR /app\n${copy}\nRUN npm ci\n`);
    }
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install && yarn\n');
  });

  it('adds the lock file to the copy', () => {
    const fix = (before: string, after: string, safe: boolean) =>
      checkFix(rule, `FROM node:22\nWORKDIR /app\n${before}`, `FROM node:22\nWORKDIR /app\n${after}`, {
        context: npm,
        safe,
      });
    fix('COPY package.json ./\nRUN npm ci\n', 'COPY package.json package-lock.json ./\nRUN npm ci\n', true);
    fix('COPY package.json .\nRUN npm i\n', 'COPY package.json package-lock.json .\nRUN npm i\n', false);
    fix('COPY package.json /app\nRUN npm i\n', 'COPY package.json package-lock.json /app/\nRUN npm i\n', false);
    fix(
      'COPY ./package.json package.json\nRUN npm ci\n',
      'COPY ./package.json ./package-lock.json ./\nRUN npm ci\n',
      true,
    );
    fix(
      'COPY --chown=node [ "package.json", "/app/package.json" ]\nRUN npm ci\n',
      'COPY --chown=node [ "package.json", "package-lock.json", "/app/" ]\nRUN npm ci\n',
      true,
    );
    fix(
      'RUN --mount=type=bind,source=package.json,target=package.json \\\n  npm ci\n',
      'RUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=package-lock.json,target=package-lock.json \\\n  npm ci\n',
      true,
    );
  });

  it('adds the flag, and the line to the ignore file', () => {
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn --production && yarn cache clean\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile --production && yarn cache clean\n',
      { context: yarn, safe: false },
    );
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --immutable\n',
      { context: { 'package.json': '{"packageManager":"yarn@4.1.0"}', 'yarn.lock': '' } },
    );
    const before = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n';
    checkFix(rule, before, before, {
      context: { ...npm, '.dockerignore': 'package-lock.json' },
      files: { '.dockerignore': '\n!package-lock.json\n' },
      safe: false,
    });
  });
});
