import { deepEqual } from 'node:assert/strict';
import { pipefail } from '../../../../src/lint/rules/pipefail';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('pipefail', () => {
  it('points at a pipe, that of a download first', () =>
    checkRule(
      pipefail,
      `
FROM debian:12
RUN echo x | wc -l
#          ^ what stands in front of this pipe
RUN echo x | wc -l && curl a | tar xz
#                            ^ the broken layer is cached
RUN X="$(ls | head)" && (a || b)
#           ^ what stands in front
RUN ["sh", "-c", "a | b"]
#                   ^ what stands in front
RUN echo "a | b"; sh -c 'a | b'
ONBUILD RUN a | b
`,
    ));

  it('is content with SHELL, inherited or behind another program, and with set', () =>
    checkRule(
      pipefail,
      `
FROM debian:12 AS one
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN a | b
FROM one
RUN a | b
SHELL ["/bin/sh", "-o", "pipefail", "-c"]
RUN a | b
#     ^ Set pipefail
SHELL ["conda", "run", "bash", "-o", "pipefail", "-c"]
RUN a | b
FROM debian:12
RUN set -eux -o pipefail; a | b
RUN set -euo pipefail; a | b
RUN a | b; set -o pipefail
#     ^ Set pipefail
RUN (set -o pipefail); a | b
#                        ^ Set pipefail
`,
    ));

  it('follows hadolint where it is asked for', () =>
    checkRule(
      pipefail,
      `
FROM debian:12 AS one
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
FROM one
RUN set -o pipefail; a | b
#                      ^ Set pipefail
`,
      { config: { codes: { DL4006: 'warning' } } },
    ));

  it('is fixed by one SHELL above the first of them', () => {
    checkFix(
      pipefail,
      'FROM debian:12\nRUN x\n# Get it.\nRUN a | b\n',
      'FROM debian:12\nRUN x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n# Get it.\nRUN a | b\n',
      { safe: false },
    );
    checkFix(
      pipefail,
      'FROM node:22-alpine\nRUN a | b\n',
      'FROM node:22-alpine\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN a | b\n',
    );
    checkFix(
      pipefail,
      'FROM my/base\nSHELL ["/bin/bash", "-lc"]\nRUN a | b\n',
      'FROM my/base\nSHELL ["/bin/bash", "-lc"]\nSHELL ["/bin/bash", "-o", "pipefail", "-lc"]\nRUN a | b\n',
    );
  });

  it('knows the shell of an image by the package manager that works in it', () => {
    checkFix(
      pipefail,
      'FROM registry.example.com/base:4\nRUN a | b\nRUN apt-get update && apt-get install -y curl\n',
      'FROM registry.example.com/base:4\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\nRUN apt-get update && apt-get install -y curl\n',
      { safe: false },
    );
    checkFix(
      pipefail,
      'FROM registry.example.com/base:4\nRUN apk add --no-cache curl && a | b\n',
      'FROM registry.example.com/base:4\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN apk add --no-cache curl && a | b\n',
    );
    for (const run of [
      'a | b',
      'if command -v apk; then apk add curl; fi; a | b',
      'apk add curl; yum install -y x; a | b',
    ]) {
      const [found] = runRule(pipefail, `FROM registry.example.com/base:4\nRUN ${run}\n`);
      deepEqual(found?.fixes, [], run);
    }
  });
});
