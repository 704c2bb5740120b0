import { cacheMountOptions as rule } from '../../../../src/lint/rules/cache-mount-options';
import { checkFix, checkRule } from '../../support/check-rule';

describe('cache-mount-options', () => {
  it('wants a lock for managers that do not wait', () => {
    checkRule(
      rule,
      `
FROM debian:12
RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y git
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ apt breaks when two write to it
`,
    );
    checkFix(
      rule,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt \\\n    --mount=type=cache,sharing=shared,dst=/var/lib/apt \\\n    apt-get update && apt-get install -y git\n',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,sharing=locked,dst=/var/lib/apt \\\n    apt-get update && apt-get install -y git\n',
      { safe: true },
    );
    checkFix(
      rule,
      'FROM fedora:40\nRUN --mount="type=cache,target=/var/cache/dnf" dnf install -y git\n',
      'FROM fedora:40\nRUN --mount="type=cache,target=/var/cache/dnf,sharing=locked" dnf install -y git\n',
    );
  });

  it('leaves locks, private caches and other tools alone', () => {
    checkRule(rule, 'FROM debian\nRUN --mount=type=cache,target=/var/cache/apt,sharing=private apt-get install -y a\n');
    checkRule(rule, 'FROM debian\nRUN --mount=type=cache,target=/root/.cache/pip apt-get install -y a\n');
    checkRule(rule, 'FROM debian\nRUN --mount=type=cache,target=/var/cache/apt ls /var/cache/apt\n');
    checkRule(rule, 'FROM golang\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n');
  });

  it('wants an owner for steps of other users', () => {
    checkRule(
      rule,
      `
FROM python:3.12
USER 1001
RUN --mount=type=cache,target=/c/pip pip install --cache-dir /c/pip flask
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ runs as 1001, and the cache belongs to root
`,
    );
    checkFix(
      rule,
      'FROM python:3.12\nRUN useradd --create-home --uid 1234 app\nUSER app\nRUN --mount=type=cache,target=/home/app/.cache/pip pip install flask\n',
      'FROM python:3.12\nRUN useradd --create-home --uid 1234 app\nUSER app\nRUN --mount=type=cache,target=/home/app/.cache/pip,uid=1234 pip install flask\n',
      { safe: true },
    );
    checkFix(
      rule,
      'FROM golang:1.23\nUSER 1000:1000\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/c go build ./...\n',
      'FROM golang:1.23\nUSER 1000:1000\nRUN --mount=type=cache,target=/go/pkg/mod,uid=1000,gid=1000 --mount=type=cache,target=/c,uid=1000,gid=1000 go build ./...\n',
    );
  });

  it('knows owners, modes and sudo', () => {
    const run = (options: string, command = 'npm ci') =>
      checkRule(rule, `FROM node:22\nUSER node\nRUN --mount=type=cache,target=/c${options} ${command}\n`);
    run(',uid=1000');
    run(',uid=$UID');
    run(',mode=0777');
    run(',gid=0,mode=0775');
    run('', 'sudo make install');
    checkRule(rule, 'FROM node:22\nUSER root\nRUN --mount=type=cache,target=/root/.npm npm ci\n');
    checkRule(rule, 'FROM node:22\nARG WHO\nUSER $WHO\nRUN --mount=type=cache,target=/c npm ci\n');
    checkRule(
      rule,
      `
FROM node:22
USER node
RUN --mount=type=cache,target=/c,uid=1001 npm ci
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ belongs to user 1001
`,
    );
  });

  it('keeps distributions apart', () => {
    const apt = (options = '') =>
      `RUN --mount=type=cache,target=/var/cache/apt,sharing=locked${options} apt-get update && apt-get install -y git\n`;
    checkFix(
      rule,
      `FROM debian:12 AS a\n${apt()}FROM ubuntu:24.04\n${apt()}`,
      `FROM debian:12 AS a\n${apt()}FROM ubuntu:24.04\n${apt(',id=var-cache-apt-ubuntu-24.04')}`,
      { safe: true },
    );
    checkFix(
      rule,
      `FROM python:3.12-bookworm AS a\n${apt(',id=apt')}FROM python:3.12-bullseye\n${apt(',id=apt')}`,
      `FROM python:3.12-bookworm AS a\n${apt(',id=apt')}FROM python:3.12-bullseye\n${apt(',id=var-cache-apt-debian-bullseye')}`,
    );
    checkRule(rule, `FROM node:22 AS a\n${apt()}FROM python:3.12\n${apt()}`);
    checkRule(rule, `FROM debian:12 AS a\n${apt(',id=a')}FROM ubuntu:24.04\n${apt(',id=b')}`);
    checkRule(rule, `FROM acme/base AS a\n${apt()}FROM ubuntu:24.04\n${apt()}`);
  });

  it('looks at triggers, too', () =>
    checkFix(
      rule,
      'FROM debian:12\nONBUILD RUN --mount=type=cache,target=/var/cache/apt apt-get update\n',
      'FROM debian:12\nONBUILD RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update\n',
    ));
});
