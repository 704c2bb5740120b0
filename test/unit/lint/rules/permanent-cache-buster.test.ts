import { permanentCacheBuster } from '../../../../src/lint/rules/permanent-cache-buster';
import { checkRule } from '../../support/check-rule';

describe('permanent-cache-buster', () => {
  it('points at variables and pages that are there to spoil the cache', () =>
    checkRule(
      permanentCacheBuster,
      `
FROM debian:12
ENV REFRESHED_AT 2024-05-01
#   ^^^^^^^^^^^^ REFRESHED_AT is here only
ARG CACHE_BUST
#   ^^^^^^^^^^ CACHE_BUST is here only
RUN echo $CACHE_BUST && apt-get update
ADD https://api.github.com/repos/acme/tool/git/refs/heads/main /tmp/head.json
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This page is here only
RUN git clone https://github.com/acme/tool.git
`,
    ));

  it('leaves caches, plain downloads and global arguments alone', () =>
    checkRule(
      permanentCacheBuster,
      `
ARG CACHEBUST=1
FROM debian:12
ENV CACHE_DIR=/cache NPM_CONFIG_CACHE=/npm PIP_NO_CACHE_DIR=1
ADD https://api.github.com/repos/acme/tool/releases/tags/v1 /tmp/release.json
RUN apt-get update
`,
    ));

  it('says nothing where no step is below', () =>
    checkRule(permanentCacheBuster, 'FROM debian:12\nRUN make\nARG CACHEBUST\nCMD ["run"]\n'));

  it('knows counters that trigger a rebuild', () =>
    checkRule(
      permanentCacheBuster,
      `
FROM debian:12
ENV TRIGGER_REBUILD=3
#   ^^^^^^^^^^^^^^^ is here only to make everything below run again
RUN apt-get update
`,
    ));
});
