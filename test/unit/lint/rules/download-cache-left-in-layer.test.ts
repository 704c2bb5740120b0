import assert from 'node:assert/strict';
import { downloadCacheLeftInLayer } from '../../../../src/lint/rules/download-cache-left-in-layer';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('download-cache-left-in-layer', () => {
  it('points at what fills a cache', () =>
    checkRule(
      downloadCacheLeftInLayer,
      `
FROM ruby:3.3
RUN npm ci && npm install -g serve
#   ^^^^^^ npm cache clean
RUN composer install --no-dev
#   ^^^^^^^^^^^^^^^^ composer clear-cache
RUN gem install bundler
#   ^^^^^^^^^^^ beside the gems
RUN bundle install
#   ^^^^^^^^^^^^^^ beside the gems
RUN mamba env create -f environment.yml
#   ^^^^^^^^^^^^^^^^ conda clean
RUN pacman -Syu --noconfirm git
#   ^^^^^^^^^^^ /var/cache/pacman/pkg
`,
    ));

  it('knows clean-ups, mounts, settings, and what downloads nothing', () =>
    checkRule(
      downloadCacheLeftInLayer,
      `
FROM ruby:3.3 AS build
RUN npm ci
FROM ruby:3.3
RUN npm ci && npm cache clean --force
RUN npm ci && rm -rf /root/.npm
RUN npm ci && rm -rf ~/.npm
RUN --mount=type=cache,target=/root/.npm npm ci
RUN --mount=type=tmpfs,target=/root npm ci
RUN npm ci --cache /tmp/npm
RUN npm run build && npm ci --offline
RUN npm ci && ./scripts/finish.sh
RUN composer install --no-cache
RUN composer install && composer clear-cache
RUN gem install a && rm -rf /usr/local/bundle/cache/*.gem
RUN conda install -y a && conda clean -afy
RUN pacman -Syu --noconfirm git && yes | pacman -Scc
RUN pacman -U --noconfirm ./a.pkg.tar.zst && pnpm install
ENV COMPOSER_CACHE_DIR=/dev/null
RUN composer install
COPY --from=build /x /x
`,
    ));

  it('cleans up at the end of the RUN', () => {
    const check = (before: string, after: string) =>
      checkFix(downloadCacheLeftInLayer, `FROM node:22\n${before}`, `FROM node:22\n${after}`, { safe: true });
    check('RUN npm ci \\\n && npm run build\n', 'RUN npm ci \\\n && npm run build \\\n && npm cache clean --force\n');
    check('RUN gem install rake\n', 'RUN gem install rake && rm -rf "$(gem env gemdir)/cache"\n');
    check('RUN micromamba install -y a\n', 'RUN micromamba install -y a && micromamba clean --all --yes\n');
  });

  it('has no fix where the tool may not be there, or the cache may be anywhere', () => {
    for (const run of ['RUN if [ -f package.json ]; then npm ci; fi', 'RUN bundle install', 'RUN npm ci; npm test']) {
      const findings = runRule(downloadCacheLeftInLayer, `FROM node:22\n${run}\n`);
      assert.deepEqual(
        findings.map(({ fixes }) => fixes.length),
        [0],
        run,
      );
    }
  });

  it('is a matter to look at where the program may be gone by then', () => {
    const text = (rest: string) => `FROM alpine:3.20\nRUN gem install rake${rest}\n`;
    const clean = ' && rm -rf "$(gem env gemdir)/cache"';
    checkFix(downloadCacheLeftInLayer, text(''), text(clean), { safe: true });
    checkFix(downloadCacheLeftInLayer, text(' && apk del ruby'), text(` && apk del ruby${clean}`), { safe: false });
  });
});
