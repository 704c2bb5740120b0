import { equal } from 'node:assert/strict';
import { yarnCacheInLayer } from '../../../../src/lint/rules/yarn-cache-in-layer';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('yarn-cache-in-layer', () => {
  it('points at an install in a stage that becomes a part of the image', () =>
    checkRule(
      yarnCacheInLayer,
      `
FROM node:22 AS base
RUN yarn install
#   ^^^^^^^^^^^^ in this layer
FROM node:22 AS copied
RUN yarn install
FROM base
RUN yarn cache clean && yarn install
#                       ^^^^^^^^^^^^ before it is filled
RUN yarn install && yarn cache clean
RUN yarn; yarn add x; npm install
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn/v6 yarn install
COPY --from=copied /app /app
ONBUILD RUN yarn install
#           ^^^^^^^^^^^^ in this layer
`,
    ));

  it('knows where else a cache mount can be', () => {
    const text = `
FROM node:22
RUN --mount=type=cache,target=/root/.yarn yarn install
RUN --mount=type=cache,target=/yarn yarn install --cache-folder /yarn
ENV YARN_CACHE_FOLDER=/cache
RUN --mount=type=cache,target=/cache yarn install
`;
    checkRule(yarnCacheInLayer, text);
    equal(runRule(yarnCacheInLayer, text, { config: { codes: { DL3060: 'info' } } }).length, 3);
  });

  it('is fixed at the end', () => {
    const before = 'FROM node:22\nRUN yarn install && \\\n    yarn build\n';
    const after = 'FROM node:22\nRUN yarn install && \\\n    yarn build && yarn cache clean\n';
    checkFix(yarnCacheInLayer, before, after, { safe: false });
    const lock = '# yarn lockfile v1\n';
    checkFix(yarnCacheInLayer, before, after, { safe: true, context: { 'package.json': '{}', 'yarn.lock': lock } });
  });
});
