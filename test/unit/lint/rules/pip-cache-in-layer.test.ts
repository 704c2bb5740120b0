import { equal } from 'node:assert/strict';
import { pipCacheInLayer } from '../../../../src/lint/rules/pip-cache-in-layer';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('pip-cache-in-layer', () => {
  it('points at an install that leaves its cache', () =>
    checkRule(
      pipCacheInLayer,
      `
FROM python:3.12
RUN apt-get update && pip3 install -r requirements.txt
#                     ^^^^^^^^^^^^ in this layer
RUN python -m pip install --upgrade pip
#   ^^^^^^^^^^^^^^^^^^^^^ in this layer
RUN pip install --no-cache-dir a; pipx install a; python -m pipx install a; pip freeze
RUN PIP_NO_CACHE_DIR=1 pip install a
RUN --mount=type=cache,target=/root/.cache/pip pip install a
ENV PIP_NO_CACHE_DIR=true
RUN pip install a
FROM other
RUN pip install a
#   ^^^^^^^^^^^ in this layer
`,
    ));

  it('knows where else a cache mount can be', () => {
    const text = `
FROM python:3.12
RUN --mount=type=cache,target=/root/.cache pip install a
RUN --mount=type=cache,target=/cache pip install --cache-dir /cache/pip a
RUN --mount=type=cache,target=/cache PIP_CACHE_DIR=/cache pip install a
ENV PIP_CACHE_DIR=/var/cache/wheels
RUN --mount=type=cache,target=/var/cache/wheels pip install a
ARG PIP_NO_CACHE_DIR=1
RUN pip install a
`;
    checkRule(pipCacheInLayer, text);
    const asked = runRule(pipCacheInLayer, text, { config: { codes: { DL3042: 'info' } } });
    equal(asked.length, 5);
  });

  it('reports a mount that holds something else', () =>
    checkRule(
      pipCacheInLayer,
      `
FROM python:3.12
ENV PIP_CACHE_DIR=/elsewhere
RUN --mount=type=cache,target=/root/.cache pip install a
#                                          ^^^^^^^^^^^ in this layer
`,
    ));

  it('is fixed behind install', () =>
    checkFix(
      pipCacheInLayer,
      'FROM python:3.12\nRUN pip install \\\n    a && python -m pip install b\n',
      'FROM python:3.12\nRUN pip install --no-cache-dir \\\n    a && python -m pip install --no-cache-dir b\n',
      { safe: true },
    ));
});
