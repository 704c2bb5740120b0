import assert from 'node:assert/strict';
import { packageCacheNotMounted as rule } from '../../../../src/lint/rules/package-cache-not-mounted';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('package-cache-not-mounted', () => {
  const keep =
    'RUN rm -f /etc/apt/apt.conf.d/docker-clean; echo \'Binary::apt::APT::Keep-Downloaded-Packages "true";\' > /etc/apt/apt.conf.d/keep-cache\n';

  it('says it once per file, at the first install', () =>
    checkRule(
      rule,
      `
FROM node:22 AS web
RUN npm ci
#   ^^^^^^ With a cache mount on /root/.npm it downloads only what is new
FROM python:3.12
RUN pip install -r requirements.txt
`,
    ));

  it('knows what is mounted', () => {
    checkRule(rule, 'FROM node:22\nRUN --mount=type=cache,target=/root npm ci\n');
    checkRule(rule, 'FROM node:22\nRUN --mount=type=cache,target=/c npm ci --cache /c/npm\n');
    checkRule(rule, 'FROM python:3.12\nENV PIP_CACHE_DIR=/c/pip\nRUN --mount=type=cache,target=/c pip install x\n');
    checkRule(rule, 'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/uv uv pip install x\n');
    checkRule(rule, 'FROM python:3.12\nARG CACHE\nRUN --mount=type=cache,target=$CACHE pip install x\n');
    checkRule(rule, 'FROM node:22\nUSER node\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci\n');
    checkRule(rule, 'FROM golang:1.23\nRUN --mount=type=cache,target=/go go build ./...\n');
    checkRule(rule, 'FROM alpine\nRUN --mount=type=cache,target=/etc/apk/cache apk add go\n');
  });

  it('leaves a build below its source to the rule about that', () => {
    checkRule(rule, 'FROM maven:3.9\nWORKDIR /src\nCOPY . .\nRUN mvn -B package\nRUN mvn -B verify\n');
    checkRule(
      rule,
      `
FROM maven:3.9
WORKDIR /src
COPY . .
RUN mvn -B package
RUN npm ci
#   ^^^^^^ With a cache mount on /root/.npm
FROM maven:3.9
WORKDIR /src
COPY pom.xml .
RUN mvn -B dependency:go-offline
`,
    );
  });

  it('stays silent where nothing is downloaded, or nothing can be mounted', () => {
    checkRule(rule, 'FROM node:22\nRUN npm ci --offline\n');
    checkRule(rule, 'FROM debian:12\nRUN dpkg -i tool.deb\n');
    checkRule(rule, 'FROM debian:12\nRUN apt-get install -y ./tool.deb\n');
    checkRule(rule, 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN npm ci\n');
    checkRule(rule, 'FROM mcr.microsoft.com/dotnet/framework/sdk:4.8\nRUN nuget restore\n');
    checkRule(rule, 'FROM node:22\nRUN npm run build\n');
    checkRule(rule, 'FROM python:3.12\nRUN python setup.py install\n');
    checkRule(rule, 'FROM r-base:4.4.1\nRUN R -e "install.packages(\'plumber\')"\n');
  });

  it('adds mounts and takes out what would empty them', () => {
    checkFix(
      rule,
      'FROM python:3.12\nRUN pip install --no-cache-dir -r requirements.txt \\\n    && rm -rf ~/.cache\nFROM node:22\nRUN npm ci && npm cache clean --force\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r requirements.txt\nFROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
      { safe: false },
    );
    checkFix(
      rule,
      'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1 PYTHONUNBUFFERED=1\nRUN pip install flask\n',
      'FROM python:3.12\nENV PYTHONUNBUFFERED=1\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
    );
    checkFix(
      rule,
      'FROM python:3.12\nRUN --network=default pip install uv\nRUN uv sync --locked\n',
      'FROM python:3.12\nRUN --network=default --mount=type=cache,target=/root/.cache/pip pip install uv\nENV UV_LINK_MODE=copy\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --locked\n',
    );
  });

  it('makes apt and apk keep their packages', () => {
    checkFix(
      rule,
      'FROM debian:12\nRUN apt-get update \\\n && apt-get install -y git \\\n # smaller\n && rm -rf /var/lib/apt/lists/*\n',
      `FROM debian:12\n${keep}RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt-get update \\\n && apt-get install -y git\n`,
    );
    checkFix(
      rule,
      'FROM alpine:3.20 AS a\nRUN apk add --no-cache git\nFROM a\nRUN apk update && apk add curl\n',
      'FROM alpine:3.20 AS a\nRUN --mount=type=cache,target=/var/cache/apk,sharing=locked ln -sf /var/cache/apk /etc/apk/cache && apk add --update-cache git\nFROM a\nRUN --mount=type=cache,target=/var/cache/apk,sharing=locked apk update && apk add curl\n',
    );
    // The second install reads the index that the first one left in its layer.
    checkFix(
      rule,
      'FROM debian:12\nRUN apt-get update && apt-get install -y git\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      `FROM debian:12\n${keep}RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y git\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n`,
    );
    checkFix(
      rule,
      'FROM fedora:40\nRUN <<EOF\ndnf install -y git\ndnf clean all\nEOF\n',
      'FROM fedora:40\nRUN --mount=type=cache,target=/var/cache/dnf,sharing=locked <<EOF\ndnf install -y git\nEOF\n',
    );
  });

  it('gives distributions caches of their own', () =>
    checkFix(
      rule,
      'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y git && apt-mark auto git\nFROM ubuntu:24.04\nRUN apt-get update && apt-get install -y git\n',
      `FROM debian:12 AS a\n${keep}RUN --mount=type=cache,id=var-cache-apt-debian-bookworm,target=/var/cache/apt,sharing=locked \\\n    apt-get update && apt-get install -y git && apt-mark auto git\nFROM ubuntu:24.04\n${keep}RUN --mount=type=cache,id=var-cache-apt-ubuntu-24.04,target=/var/cache/apt,sharing=locked \\\n    apt-get update && apt-get install -y git\n`,
    ));

  it('mounts a store of packages on every step that needs it', () => {
    checkFix(
      rule,
      'FROM golang:1.23 AS build\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go vet ./... && go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n',
      'FROM golang:1.23 AS build\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go vet ./... && go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n',
    );
  });

  it('offers nothing where it does not know enough', () => {
    const without = (text: string) => {
      const [finding, ...others] = runRule(rule, text);
      assert.ok(finding && others.length === 0, text);
      assert.deepEqual(finding.fixes, [], text);
    };
    without('FROM golang:1.23\nRUN go mod download\nCMD ["go", "run", "."]\n');
    without('FROM golang:1.23 AS b\nRUN go mod download\nCOPY . .\nRUN make\nFROM scratch\n');
    without('FROM maven:3 AS b\nRUN mvn dependency:go-offline\nRUN mvn -o package\nFROM scratch\n');
    without('FROM maven:3 AS b\nRUN mvn package\nFROM maven:3\nCOPY --from=b /root/.m2 /root/.m2\nCMD ["java"]\n');
    without('FROM bitnami/node:22\nRUN npm ci\n');
    without('FROM python:3.12\nUSER app\nRUN pip install x\n');
    without('# syntax=docker/dockerfile:1.0\nFROM node:22\nRUN npm ci\n');
    without('FROM python:3.12\nRUN (pip install x && pip cache purge)\n');
  });

  it('knows no modules of Go before there were any', () =>
    checkRule(rule, 'FROM golang:1.8\nRUN go get example.com/tool\nCOPY . /go/src/app\nRUN go install app\n'));

  it('leaves Windows alone where only the version of it gives the image away', () =>
    checkRule(rule, 'FROM me/golang-windows:1.11-10.0.17763.1 AS build\nCOPY . /code\nRUN go build -o app.exe\n'));

  it('keeps what a clean-up does for others, and takes out what empties the mount', () => {
    // The caches of the build tool lie there as well.
    checkFix(
      rule,
      'FROM python:3.12\nRUN bazel build //x && pip install x && rm -rf /root/.cache\nRUN pip install y\n',
      'FROM python:3.12\nRUN bazel build //x && pip install x && rm -rf /root/.cache\nRUN --mount=type=cache,target=/root/.cache/pip pip install y\n',
    );
    checkFix(
      rule,
      'FROM archlinux\nRUN pacman -Syu --noconfirm git && find /var/cache/pacman/pkg -mindepth 1 -delete\n',
      'FROM archlinux\nRUN --mount=type=cache,target=/var/cache/pacman/pkg,sharing=locked \\\n    pacman -Syu --noconfirm git\n',
    );
    checkFix(
      rule,
      'FROM python:3.12\nRUN cd && pip install x && rm -rf /root/.cache/pip\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip cd && pip install x\n',
    );
  });

  it('mounts what it can where another manager has no place that is known', () =>
    checkFix(
      rule,
      'FROM ruby:3.3-alpine\nRUN apk add --no-cache git && gem install rake -v 13.0.6\n',
      'FROM ruby:3.3-alpine\nRUN --mount=type=cache,target=/var/cache/apk,sharing=locked \\\n    ln -sf /var/cache/apk /etc/apk/cache && apk add --update-cache git && gem install rake -v 13.0.6\n',
    ));

  it('knows that a file of Go alone needs no modules', () => {
    checkRule(rule, 'FROM golang:1.23 AS b\nCOPY main.go .\nRUN go build -o /app main.go\n');
    checkRule(
      rule,
      `
FROM golang:1.23
COPY go.mod main.go ./
RUN go build -o /app .
#   ^^^^^^^^ With a cache mount on /go/pkg/mod
`,
    );
  });

  it('has no fix where a variable says that no cache is to be used', () => {
    const text = 'FROM alpine:3.20\nARG FLAGS="-q --no-cache"\nRUN apk add ${FLAGS} git\n';
    assert.deepEqual(
      runRule(rule, text).map(({ fixes }) => fixes.length),
      [0],
    );
  });

  it('configures apt as the user who installs can', () => {
    const apt = 'sudo apt-get update && sudo apt-get install -y git && sudo rm -rf /var/lib/apt/lists/*';
    const keep = `RUN sudo sh -c "rm -f /etc/apt/apt.conf.d/docker-clean; echo 'Binary::apt::APT::Keep-Downloaded-Packages \\"true\\";' > /etc/apt/apt.conf.d/keep-cache"\n`;
    const mounts =
      '--mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    ';
    for (const start of ['FROM acme/devcontainer:1\n', 'FROM debian:12\nUSER app\n']) {
      checkFix(
        rule,
        `${start}RUN ${apt}\n`,
        `${start}${keep}RUN ${mounts}sudo apt-get update && sudo apt-get install -y git\n`,
      );
    }
    const [first] = runRule(rule, `FROM debian:12\nRUN ${apt}\n`)[0]?.fixes ?? [];
    assert.match(first?.edits.map(({ newText }) => newText).join('') ?? '', /RUN rm -f/);
  });

  it('knows that other configuration of apt does not keep packages', () => {
    const text = (conf: string) =>
      `FROM debian:12\nRUN echo 'x' > /etc/apt/${conf}\nRUN apt-get update && apt-get install -y git\n`;
    const keeps = (source: string) =>
      runRule(rule, source)[0]?.fixes[0]?.edits.some(({ newText }) => newText.includes('keep-cache')) ?? false;
    assert.ok(keeps(text('apt.conf.d/99gzip')));
    assert.ok(keeps(text('preferences.d/pin')));
    assert.ok(!keeps(text('apt.conf.d/docker-clean')));
    assert.ok(
      !keeps('FROM debian:12\nCOPY apt.conf /etc/apt/apt.conf.d/\nRUN apt-get update && apt-get install -y git\n'),
    );
    assert.ok(!keeps('FROM debian:12\nRUN rm -rf /etc/apt/apt.conf.d/* && apt-get update && apt-get install -y git\n'));
  });

  it('knows that packages of another root have a cache there', () => {
    checkRule(rule, 'FROM alpine:3.20\nRUN apk --root /rootfs --initdb --no-cache add alpine-base\n');
    checkRule(rule, 'FROM fedora:41\nRUN dnf install -y --installroot /rootfs bash\n');
  });

  it('leaves what goes on in a line where it was', () =>
    checkFix(
      rule,
      'FROM python:3.12\nRUN pip install --no-cache-dir flask \\\n    && touch /a \\\n    && pip cache purge && rm -rf /tmp/x\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install flask \\\n    && touch /a \\\n    && rm -rf /tmp/x\n',
    ));

  it('mounts nothing in an image that comes before one of Windows', () =>
    checkRule(
      rule,
      'ARG BASE\nFROM $BASE AS build\nRUN dotnet build -c Release\nFROM $BASE\nCOPY --from=build /app .\nENTRYPOINT ["app.exe"]\n',
    ));
});
