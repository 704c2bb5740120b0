import assert from 'node:assert/strict';
import { copySourceBeforeInstall } from '../../../../src/lint/rules/copy-source-before-install';
import { installAndBuildInOneRun } from '../../../../src/lint/rules/install-and-build-in-one-run';
import { systemPackagesAfterSource } from '../../../../src/lint/rules/system-packages-after-source';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('copy-source-before-install', () => {
  const node = { 'package.json': '{"name":"web"}', 'server.js': '' };
  const locked = { ...node, 'package-lock.json': '{"lockfileVersion":3,"packages":{"":{},"node_modules/a":{}}}' };

  describe("a beginner's Dockerfile", () => {
    const before = 'FROM node\nWORKDIR /app\nCOPY . /app\nRUN npm install\nEXPOSE 80\nCMD ["node","server.js"]\n';

    it('gets what a teacher would say', () =>
      checkRule(
        copySourceBeforeInstall,
        `
FROM node
WORKDIR /app
COPY . /app
RUN npm install
#   ^^^^^^^^^^^ Editing any of the 3 files of \`COPY . /app\` runs \`npm install\` again
EXPOSE 80
CMD ["node","server.js"]
`,
        { context: node },
      ));

    it('copies the manifest and installs first', () =>
      checkFix(
        copySourceBeforeInstall,
        before,
        'FROM node\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . /app\nEXPOSE 80\nCMD ["node","server.js"]\n',
        { context: node, safe: true },
      ));

    it('takes the lock file along', () =>
      checkFix(
        copySourceBeforeInstall,
        before,
        'FROM node\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nCOPY . /app\nEXPOSE 80\nCMD ["node","server.js"]\n',
        { context: locked },
      ));

    it('keeps a local node_modules from overwriting the new one', () =>
      checkFix(
        copySourceBeforeInstall,
        before,
        'FROM node\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . /app\nEXPOSE 80\nCMD ["node","server.js"]\n',
        {
          context: { ...node, 'node_modules/a/index.js': '' },
          safe: false,
          files: { '.dockerignore': 'node_modules\n' },
        },
      ));
  });

  it('ignores the modules of a project in a folder', () =>
    checkFix(
      copySourceBeforeInstall,
      'FROM node:22\nCOPY . /srv\nRUN cd /srv/web && npm ci\n',
      'FROM node:22\nCOPY web/package.json web/package-lock.json /srv/web/\nRUN cd /srv/web && npm ci\nCOPY . /srv\n',
      {
        context: { 'web/package.json': '{}', 'web/package-lock.json': '{}', 'web/node_modules/a/i.js': '', 'a.js': '' },
        files: { '.dockerignore': 'web/node_modules\n' },
      },
    ));

  it('puts the source copy behind an install whose manifest is copied already', () =>
    checkFix(
      copySourceBeforeInstall,
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\n# source\nCOPY . .\nENV CI=1\nRUN npm ci\nRUN npm run build\n',
      'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nENV CI=1\nRUN npm ci\n# source\nCOPY . .\nRUN npm run build\n',
      { context: locked },
    ));

  it('cuts a RUN that also builds', () =>
    checkFix(
      copySourceBeforeInstall,
      'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . .\nRUN npm ci && npm run build\n',
      'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node package.json package-lock.json ./\nRUN npm ci\nCOPY --chown=node:node . .\nRUN npm run build\n',
      { context: locked },
    ));

  it('cuts a RUN that also builds when that is all that is certain', () =>
    checkFix(
      copySourceBeforeInstall,
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n',
      { safe: true, remains: true },
    ));

  it('is one finding with all its codes', () => {
    const text =
      'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y gcc && pip install -r a.txt && pytest\nRUN poetry install\n';
    const codes = runRule(copySourceBeforeInstall, text).map((finding) => finding.related.cache);
    assert.deepEqual(codes, [
      ['CACHE001', 'CACHE003', 'CACHE015'],
      ['CACHE001', 'CACHE020'],
    ]);
    assert.deepEqual(runRule(systemPackagesAfterSource, text), []);
    assert.deepEqual(runRule(installAndBuildInOneRun, text), []);
  });

  it('says what a project that is installed with its dependencies needs', () =>
    checkRule(
      copySourceBeforeInstall,
      `
FROM python:3.12
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir .
#   ^^^^^^^^^^^ it installs the project itself along with them
`,
    ));

  it('finds the project in a folder', () =>
    checkFix(
      copySourceBeforeInstall,
      'FROM python:3.12\nCOPY . /srv\nRUN cd /srv/api && pip install -r requirements.txt\n',
      'FROM python:3.12\nCOPY api/requirements.txt /srv/api/\nRUN cd /srv/api && pip install -r requirements.txt\nCOPY . /srv\n',
      { context: { 'api/requirements.txt': 'flask==3.0.0\n', 'api/app.py': '' } },
    ));

  it('fetches first where the install needs the source to finish', () => {
    checkFix(
      copySourceBeforeInstall,
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN corepack enable && pnpm install --frozen-lockfile\n',
      'FROM node:22\nWORKDIR /app\nCOPY pnpm-lock.yaml pnpm-workspace.yaml ./\nRUN corepack enable && pnpm fetch\nCOPY . .\nRUN corepack enable && pnpm install --frozen-lockfile\n',
      {
        context: {
          'package.json': '{}',
          'pnpm-lock.yaml': 'lockfileVersion: "9.0"\n',
          'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
          'packages/a/package.json': '{"name":"a"}',
          'packages/a/index.js': '',
        },
        safe: true,
      },
    );
    checkFix(
      copySourceBeforeInstall,
      'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/c poetry install --only main\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN --mount=type=cache,target=/c poetry install --only main --no-root\nCOPY . .\nRUN --mount=type=cache,target=/c poetry install --only main\n',
      {
        context: {
          'pyproject.toml': '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.12"\n',
          'poetry.lock': '',
          'x/__init__.py': '',
        },
      },
    );
  });

  it('leaves the scripts of Composer to the install behind the copy', () =>
    checkFix(
      copySourceBeforeInstall,
      'FROM php:8.3-fpm\nWORKDIR /var/www\nCOPY . .\nRUN composer install --no-dev\n',
      'FROM php:8.3-fpm\nWORKDIR /var/www\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev --no-scripts --no-autoloader\nCOPY . .\nRUN composer install --no-dev\n',
      {
        context: {
          'composer.json': '{"scripts":{"post-install-cmd":["@php artisan optimize"]}}',
          'composer.lock': '{"packages":[]}',
          artisan: '',
        },
      },
    ));

  it('writes the whole destination where the working directory changes in between', () =>
    checkFix(
      copySourceBeforeInstall,
      'FROM node:22\nWORKDIR /app\nCOPY . .\nWORKDIR /app/web\nRUN npm ci\n',
      'FROM node:22\nWORKDIR /app\nCOPY web/package.json web/package-lock.json web/\nWORKDIR /app/web\nRUN npm ci\nCOPY . /app/\n',
      { context: { 'web/package.json': '{}', 'web/package-lock.json': '{}', 'api/a.js': '' } },
    ));

  it('says why there is no fix', () => {
    checkRule(
      copySourceBeforeInstall,
      `
FROM node:22
WORKDIR /app
COPY . .
RUN npm ci
#   ^^^^^^ There is no automatic fix, because
`,
      { context: { ...locked, 'package.json': '{"scripts":{"postinstall":"node tools/setup.js && make all"}}' } },
    );
    checkRule(
      copySourceBeforeInstall,
      `
FROM node:22
WORKDIR /app
COPY . .
RUN ./prepare.sh
RUN npm ci
#   ^^^^^^ a RUN instruction between the copy and the install
`,
      { context: locked },
    );
    checkRule(
      copySourceBeforeInstall,
      `
FROM node:22 AS base
WORKDIR /app
COPY . .
FROM base
RUN npm ci
#   ^^^^^^ the copy belongs to the stage base
`,
      { context: locked },
    );
  });

  it('counts no files of a folder that cannot be the build context', () =>
    checkRule(
      copySourceBeforeInstall,
      `
FROM node:22
WORKDIR /app
COPY . .
RUN npm ci
#   ^^^^^^ Editing any file of \`COPY . .\` runs \`npm ci\` again
`,
      { context: { 'entrypoint.sh': '' } },
    ));

  it('is milder where a mount keeps the downloads', () =>
    checkRule(
      copySourceBeforeInstall,
      `
FROM golang:1.22
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod go mod download
#                                         ^^^^^^^^^^^^^^^ Copy go.mod
`,
    ));

  it('keeps quiet where the order is right or the source is needed', () => {
    const quiet = (text: string, context?: Record<string, string>) =>
      checkRule(copySourceBeforeInstall, text, context ? { context } : {});
    quiet('FROM node:22\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm rebuild\n');
    quiet(
      'FROM node:22\nCOPY ["package.json", "package-lock.json", "./"]\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev\n',
    );
    quiet('FROM node:22\nCOPY . .\nRUN npm install -g typescript@5\n');
    quiet('FROM rust:1\nCOPY . .\nRUN cargo chef prepare --recipe-path recipe.json\n');
    quiet('FROM node:22\nCOPY pnpm-lock.yaml ./\nRUN pnpm fetch\nCOPY . .\nRUN pnpm install --offline\n');
    quiet(
      'FROM python:3.12\nRUN --mount=type=bind,source=uv.lock,target=uv.lock uv sync --locked --no-install-project\nCOPY . .\nRUN uv sync --locked\n',
    );
    quiet(
      'FROM node:22 AS deps\nCOPY package.json .\nRUN npm ci\nFROM node:22\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY . .\nRUN npm ci\n',
    );
    quiet('FROM node:22\nCOPY . .\nRUN echo "npm ci"\n');
    quiet('FROM python:3.12\nCOPY requirements ./requirements\nRUN pip install -r requirements/prod.txt\nCOPY . .\n');
    quiet('FROM node:22\nCOPY . .\nRUN npm ci\n', {
      'package.json': '{}',
      'package-lock.json': '{}',
      'server.js': '',
      '.dockerignore': '*\n!package*.json\n',
    });
  });

  it('never installs the project itself before its source is there', () => {
    const context = { 'setup.py': 'from setuptools import setup', 'requirements.txt': 'flask\n', 'app.py': '' };
    for (const command of ['pip install -e .', 'pip install .']) {
      const [finding] = runRule(copySourceBeforeInstall, `FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN ${command}\n`, {
        context,
      });
      assert.deepEqual(finding?.fixes, [], command);
    }
  });

  it('copies nothing over what a command in between has put into the manifest', () =>
    checkRule(
      copySourceBeforeInstall,
      `
FROM composer:2
WORKDIR /app
COPY . .
RUN composer require acme/extra:^1
RUN composer install --no-dev
#   ^^^^^^^^^^^^^^^^ a RUN instruction in between changes the manifest
`,
      { context: { 'composer.json': '{"require":{}}', 'index.php': '' } },
    ));

  it('finds manifests that are named by their full paths', () => {
    const context = { 'requirements.txt': 'flask==3.0.0\n', 'app.py': '' };
    checkFix(
      copySourceBeforeInstall,
      'FROM python:3.12\nCOPY . /srv/app\nRUN pip install -r /srv/app/requirements.txt\n',
      'FROM python:3.12\nCOPY requirements.txt /srv/app/\nRUN pip install -r /srv/app/requirements.txt\nCOPY . /srv/app\n',
      { context, safe: true },
    );
    checkRule(
      copySourceBeforeInstall,
      `
FROM python:3.12
COPY . /srv/app
RUN pip install -r /srv/app/requirements.txt
#   ^^^^^^^^^^^ Copy requirements.txt first
`,
    );
    checkRule(
      copySourceBeforeInstall,
      `
FROM python:3.12
COPY . /srv/app
RUN pip install -r /srv/app/requirements.txt
#   ^^^^^^^^^^^ -e ./lib is looked for where the install runs
`,
      { context: { 'requirements.txt': '-e ./lib\n', 'lib/setup.py': '', 'app.py': '' } },
    );
  });

  it('moves the copy past what has nothing to do with it', () => {
    const context = { 'package.json': '{}', 'package-lock.json': '{}', 'index.js': '' };
    const text = (between: string) => `FROM node:22\nWORKDIR /app\nCOPY . .\n${between}\nRUN npm ci\n`;
    for (const between of [
      'COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer',
      'COPY app.conf /etc/app.conf',
      'RUN if [ $(nproc) = 2 ]; then sed -i "s|a|b|g" /etc/app.conf; fi',
      'RUN echo "$A" > /etc/motd && chmod 600 /etc/motd',
    ]) {
      checkFix(
        copySourceBeforeInstall,
        text(between),
        `FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\n${between}\nRUN npm ci\nCOPY . .\n`,
        { context: { ...context, 'app.conf': '' }, safe: true },
      );
    }
    for (const between of [
      'COPY --from=composer:2 /usr/bin/composer /app/bin/composer',
      'COPY --from=composer:2 /usr/bin /',
      'RUN if [ -f /etc/x ]; then touch /y; fi',
      'RUN sed -i "s|a|b|g" index.js',
      'RUN ./prepare.sh',
    ]) {
      const [found] = runRule(copySourceBeforeInstall, text(between), { context });
      assert.deepEqual(found?.fixes, [], between);
      assert.match(found?.message ?? '', /between the copy and the install may depend on the copied files/, between);
    }
  });

  describe('with files that only words, variables or configuration name', () => {
    const text = (lines: string) => `FROM x:1\nWORKDIR /app\nCOPY . .\n${lines}CMD ["a"]\n`;

    it('copies those too', () => {
      checkFix(
        copySourceBeforeInstall,
        text('RUN npm ci\n'),
        'FROM x:1\nWORKDIR /app\nCOPY package.json package-lock.json .npmrc ./\nCOPY certs/ca.pem certs/\nRUN npm ci\nCOPY . .\nCMD ["a"]\n',
        { safe: true, context: { ...locked, '.npmrc': 'cafile=certs/ca.pem\n', 'certs/ca.pem': '' } },
      );
      checkFix(
        copySourceBeforeInstall,
        text('RUN mvn -s settings.xml dependency:go-offline\n'),
        'FROM x:1\nWORKDIR /app\nCOPY pom.xml settings.xml ./\nRUN mvn -s settings.xml dependency:go-offline\nCOPY . .\nCMD ["a"]\n',
        { safe: true, context: { 'pom.xml': '<project/>', 'settings.xml': '<settings/>' } },
      );
    });

    const refused: readonly (readonly [string, string, Readonly<Record<string, string>>, RegExp])[] = [
      [
        'a variable',
        'ENV PIP_CONSTRAINT=/app/limits.txt\nRUN pip install -r requirements.txt\n',
        { 'requirements.txt': 'a\n', 'limits.txt': '' },
        /because the variable PIP_CONSTRAINT names limits\.txt, which the source brings/,
      ],
      [
        'an assignment',
        'RUN BUNDLE_GEMFILE=gems/prod.rb bundle install\n',
        { Gemfile: '', 'Gemfile.lock': '', 'gems/prod.rb': '' },
        /because the variable BUNDLE_GEMFILE names gems\/prod\.rb/,
      ],
      [
        'a local source of packages',
        'RUN yarn install --frozen-lockfile\n',
        {
          'package.json': '{}',
          'yarn.lock': '# yarn lockfile v1\n',
          '.yarnrc': 'yarn-offline-mirror "./mirror"\n',
          'mirror/a.tgz': '',
        },
        /because it also reads the folder mirror of the source/,
      ],
    ];
    for (const [what, lines, context, reason] of refused) {
      it(`leaves the install alone for ${what}`, () => {
        const [finding] = runRule(copySourceBeforeInstall, text(lines), { context });
        assert.match(finding?.message ?? '', reason);
        assert.deepEqual(finding?.fixes, []);
      });
    }

    it('does not mind folders of its own, nor variables that name what the install makes', () =>
      checkFix(
        copySourceBeforeInstall,
        text('ENV PATH=/app/node_modules/.bin:$PATH NODE_PATH=/app/node_modules HOME=/app\nRUN npm ci\n'),
        'FROM x:1\nWORKDIR /app\nCOPY package.json package-lock.json ./\nENV PATH=/app/node_modules/.bin:$PATH NODE_PATH=/app/node_modules HOME=/app\nRUN npm ci\nCOPY . .\nCMD ["a"]\n',
        { safe: true, context: locked },
      ));
  });

  describe('with more than one install in a RUN', () => {
    const fix = (run: string, after: string, context: Readonly<Record<string, string>>) =>
      checkFix(
        copySourceBeforeInstall,
        `FROM x:1\nWORKDIR /app\nCOPY . .\nRUN ${run}\nCMD ["a"]\n`,
        `FROM x:1\nWORKDIR /app\n${after}CMD ["a"]\n`,
        { safe: true, context },
      );

    it('leaves behind the copy what reads other manifests', () => {
      fix(
        'pip install -r requirements.txt && npm ci',
        'COPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .\nRUN npm ci\n',
        { ...locked, 'requirements.txt': 'flask\n' },
      );
    });

    it('leaves behind the copy what finishes with the source', () =>
      fix(
        'composer install --no-scripts --no-autoloader && composer dump-autoload -o',
        'COPY composer.json composer.lock ./\nRUN composer install --no-scripts --no-autoloader\nCOPY . .\nRUN composer dump-autoload -o\n',
        { 'composer.json': '{"autoload":{"classmap":["src"]}}', 'composer.lock': '{"packages":[]}', 'src/a.php': '' },
      ));

    for (const removal of ['npm prune --omit=dev', 'rm -rf node_modules']) {
      it(`does not part an install from ${removal}, which a layer of its own would keep`, () => {
        const [finding] = runRule(
          copySourceBeforeInstall,
          `FROM x:1\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build && ${removal}\nCMD ["a"]\n`,
          { context: locked },
        );
        assert.deepEqual(finding?.fixes, []);
        assert.match(finding?.message ?? '', /because its (?:npm|rm) removes what the install brings/);
      });
    }
  });
});
