import { cacheMountDefeated as rule } from '../../../../src/lint/rules/cache-mount-defeated';
import { checkFix, checkRule } from '../../support/check-rule';

describe('cache-mount-defeated', () => {
  const keep =
    'RUN rm -f /etc/apt/apt.conf.d/docker-clean; echo \'Binary::apt::APT::Keep-Downloaded-Packages "true";\' > /etc/apt/apt.conf.d/keep-cache\n';

  it('points at what refuses or empties the cache', () => {
    checkRule(
      rule,
      `
FROM python:3.12
RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir flask
#                                                          ^^^^^^^^^^^^^^ keeps the cache mount of this RUN empty
RUN --mount=type=cache,target=/root/.cache uv pip install --no-cache flask
#                                                         ^^^^^^^^^^ \`--no-cache\` keeps
`,
    );
    checkRule(
      rule,
      `
FROM node:22
RUN --mount=type=cache,target=/root/.npm npm ci \\
  && npm cache clean --force
#    ^^^^^^^^^^^^^^^^^^^^^^^ \`npm cache clean --force\` keeps the cache mount of this RUN empty
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install && yarn cache clean
#                                                                          ^^^^^^^^^^^^^^^^ keeps
`,
    );
  });

  it('takes flags, commands and operands out, with what joins them', () => {
    checkFix(
      rule,
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install \\\n      --no-cache-dir \\\n      -r requirements.txt\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install \\\n      -r requirements.txt\n',
      { safe: true },
    );
    checkFix(
      rule,
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci \\\n  # smaller\n  && npm cache clean --force \\\n  && npm run build\n',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci \\\n  && npm run build\n',
    );
    checkFix(
      rule,
      `FROM debian:12\n${keep}RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y git && apt-get clean && rm -rf /var/lib/apt/lists/* /tmp/*\n`,
      `FROM debian:12\n${keep}RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y git && rm -rf /tmp/*\n`,
    );
    checkFix(
      rule,
      'FROM alpine:3.20\nRUN --mount=type=cache,target=/etc/apk/cache <<EOF\napk add --no-cache git\nrm -rf /etc/apk/cache\nEOF\n',
      'FROM alpine:3.20\nRUN --mount=type=cache,target=/etc/apk/cache <<EOF\napk add --update-cache git\nEOF\n',
    );
    checkFix(
      rule,
      `FROM debian:13\n${keep}RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git && apt-get dist-clean\n`,
      `FROM debian:13\n${keep}RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n`,
    );
    checkFix(
      rule,
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm cache clean --force && npm ci\n',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
    );
  });

  it('follows variables and the home directory', () => {
    checkRule(
      rule,
      `
FROM python:3.12
ENV POETRY_CACHE_DIR=/tmp/poetry
RUN --mount=type=cache,target=$POETRY_CACHE_DIR poetry install && rm -rf $POETRY_CACHE_DIR
#                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^ keeps
RUN --mount=type=cache,target=/root/.cache/pip pip install x && rm -rf ~/.cache
#                                                               ^^^^^^^^^^^^^^^ keeps
`,
    );
    checkRule(rule, 'FROM python\nRUN --mount=type=cache,target=/root/.cache/pip pip install x && rm -rf "$DIR"\n');
    checkRule(rule, 'FROM rust\nRUN --mount=type=cache,target=/app/target cargo build && rm -rf /app/target/debug/x\n');
  });

  it('knows the variable of pip', () => {
    checkFix(
      rule,
      'FROM python:3.12\nENV PYTHONUNBUFFERED=1 \\\n    PIP_NO_CACHE_DIR=off\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
      'FROM python:3.12\nENV PYTHONUNBUFFERED=1\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
      { safe: false },
    );
    checkFix(
      rule,
      'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
    );
  });

  it('knows that the images of Debian and Ubuntu delete packages', () => {
    checkRule(
      rule,
      `
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS base
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y git
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deletes every package from this mount
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y curl
FROM base
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y zip
`,
    );
    checkFix(
      rule,
      'FROM python:3.12-slim\n# tools\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git\n',
      `FROM python:3.12-slim\n${keep}# tools\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git\n`,
      { safe: false },
    );
    const apt = 'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git\n';
    checkRule(rule, `FROM debian:12\nCOPY apt.conf /etc/apt/apt.conf.d/99keep\n${apt}`);
    checkRule(rule, `FROM debian:12 AS a\n${keep}FROM a\n${apt}`);
    checkRule(rule, `FROM registry.example.com/team/base:1\n${apt}`);
    checkRule(
      rule,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y a\n',
    );
  });

  it('sees mounts where this user does not look', () => {
    checkFix(
      rule,
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
      'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci\n',
      { safe: false },
    );
    checkRule(
      rule,
      `
FROM rust:1.80
WORKDIR /app
RUN --mount=type=cache,target=/root/.cargo/registry cargo build
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Cargo keeps its downloads in /usr/local/cargo/registry here
`,
    );
    checkRule(rule, 'FROM node:22\nRUN --mount=type=cache,target=/app/.npm npm set cache /app/.npm && npm ci\n');
    checkRule(rule, 'FROM node:22\nENV npm_config_cache=/c/.npm\nRUN --mount=type=cache,target=/c/.npm npm ci\n');
    checkRule(rule, 'FROM acme/node\nRUN --mount=type=cache,target=/srv/.npm npm ci\n');
    checkRule(rule, 'FROM python:3.12\nUSER app\nRUN --mount=type=cache,target=/root/.cache/pip pip install x\n');
  });

  it('knows where apk keeps packages', () => {
    checkFix(
      rule,
      'FROM alpine:3.20\nRUN --mount=type=cache,target=/var/cache/apk,sharing=locked apk add git\n',
      'FROM alpine:3.20\nRUN --mount=type=cache,target=/var/cache/apk,sharing=locked ln -sf /var/cache/apk /etc/apk/cache && apk add git\n',
    );
    checkRule(
      rule,
      'FROM alpine:3.20\nRUN --mount=type=cache,target=/var/cache/apk ln -s /var/cache/apk /etc/apk/cache && apk add git\n',
    );
  });

  it('says nothing where nothing is mounted, or another manager is', () => {
    checkRule(rule, 'FROM python:3.12\nRUN pip install --no-cache-dir flask\n');
    checkRule(rule, 'FROM python:3.12\nRUN --mount=type=cache,target=/root/.npm pip install --no-cache-dir flask\n');
    checkRule(rule, 'FROM python:3.12\nRUN --mount=type=bind,target=/src pip install --no-cache-dir /src\n');
  });

  it('looks at triggers, too', () =>
    checkFix(
      rule,
      'FROM python:3.12\nONBUILD RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir flask\n',
      'FROM python:3.12\nONBUILD RUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
    ));
});
