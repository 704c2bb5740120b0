import { devDependenciesInFinalImage } from '../../../../src/lint/rules/dev-dependencies-in-final-image';
import { checkFix, checkRule } from '../../support/check-rule';

describe('dev-dependencies-in-final-image', () => {
  it('points at a full install that production runs on', () =>
    checkRule(
      devDependenciesInFinalImage,
      `
FROM node:22 AS base
WORKDIR /app
COPY . .
RUN corepack enable && pnpm install --frozen-lockfile
#                      ^^^^^^^^^^^^ pnpm also installs what only development needs
FROM base
ENTRYPOINT ["dumb-init", "node"]
CMD ["server.js"]
`,
    ));

  it('adds the flag of the manager and its age', () => {
    const check = (from: string, install: string, fixed: string, command: string) =>
      checkFix(
        devDependenciesInFinalImage,
        `FROM ${from}\nCOPY . .\nRUN ${install}\nCMD ${command}\n`,
        `FROM ${from}\nCOPY . .\nRUN ${fixed}\nCMD ${command}\n`,
        { safe: false },
      );
    check('node:22', 'npm ci --no-audit && ls', 'npm ci --omit=dev --no-audit && ls', '["node", "a.js"]');
    check('node:12', 'npm install', 'npm install --only=production', '["node", "a.js"]');
    check('node:22', 'yarn --frozen-lockfile', 'yarn --production --frozen-lockfile', '["node", "a.js"]');
    check('php:8.3-fpm', 'composer install', 'composer install --no-dev', 'php-fpm');
    check('python:3.12', 'poetry install --no-root', 'poetry install --only main --no-root', '["gunicorn", "a:b"]');
    check('python:3.12', 'uv sync --locked', 'uv sync --no-dev --locked', '["python", "-m", "a"]');
  });

  it('prunes in the builder', () =>
    checkFix(
      devDependenciesInFinalImage,
      `
FROM node:22 AS build
COPY . .
RUN npm ci
RUN npm run build

FROM node:22-slim
ENV NODE_ENV=production
COPY --from=build /node_modules ./node_modules
COPY --from=build /dist ./dist
CMD npm start
`,
      `
FROM node:22 AS build
COPY . .
RUN npm ci
RUN npm run build
RUN npm prune --omit=dev

FROM node:22-slim
ENV NODE_ENV=production
COPY --from=build /node_modules ./node_modules
COPY --from=build /dist ./dist
CMD npm start
`,
      { safe: false },
    ));

  it('says nothing where the packages may be needed or somebody has decided', () => {
    const image = (lines: string) => checkRule(devDependenciesInFinalImage, `FROM node:22\nCOPY . .\n${lines}\n`);
    image('RUN npm ci\nCMD ["npm", "start"]');
    image('RUN npm ci\nCMD ["npx", "ts-node", "a.ts"]');
    image('RUN npm ci\nCMD ["node", "-r", "ts-node/register", "a.ts"]');
    image('RUN npm ci && npm run build\nCMD ["node", "dist/a.js"]');
    image('RUN npm ci\nRUN npm prune --omit=dev\nCMD ["node", "a.js"]');
    image('RUN npm ci $FLAGS\nCMD ["node", "a.js"]');
    image('RUN NODE_ENV=production npm ci\nCMD ["node", "a.js"]');
    image('ARG NODE_ENV\nRUN npm ci\nCMD ["node", "a.js"]');
    image('RUN npm ci');
    image('RUN npm ci\nCMD ["bash"]');
    image('RUN npm install express\nCMD ["node", "a.js"]');
    checkRule(devDependenciesInFinalImage, 'FROM node:22 AS test\nRUN npm ci\nCMD ["node", "a.js"]\n');
    checkRule(devDependenciesInFinalImage, 'FROM node:22\nCOPY . .\nRUN npm ci\nCMD ["node", "a.js"]\n', {
      context: { 'package.json': '{"dependencies": {}}' },
    });
    checkRule(devDependenciesInFinalImage, 'FROM ruby:3.3\nRUN bundle install\nCMD ["rails", "server"]\n');
  });

  it('reports Ruby where the environment is production', () =>
    checkRule(
      devDependenciesInFinalImage,
      `
FROM ruby:3.3
ENV RAILS_ENV=production
RUN bundle install --jobs 4
#   ^^^^^^^^^^^^^^ BUNDLE_WITHOUT
CMD ["rails", "server"]
`,
    ));
});
