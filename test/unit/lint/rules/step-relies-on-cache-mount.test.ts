import { stepReliesOnCacheMount as rule } from '../../../../src/lint/rules/step-relies-on-cache-mount';
import { checkFix, checkRule } from '../../support/check-rule';

describe('step-relies-on-cache-mount', () => {
  it('wants an index that this RUN updates', () => {
    checkRule(
      rule,
      `
FROM debian:12
RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update
RUN --mount=type=cache,target=/var/lib/apt/lists apt-get install -y git
#                                                ^^^^^^^^^^^^^^^ nobody promises that it is there
`,
    );
    checkFix(
      rule,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt \\\n    DEBIAN_FRONTEND=noninteractive apt-get install -y git\n',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt \\\n    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y git\n',
      { safe: false },
    );
    checkRule(rule, 'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y git\n');
    checkRule(
      rule,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt ./repos.sh && apt-get install -y git\n',
    );
    checkRule(rule, 'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y ./a.deb\n');
  });

  it('lets offline installs download what is missing', () => {
    checkFix(
      rule,
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci --offline --omit=dev\n',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline --omit=dev\n',
      { safe: false },
    );
    checkFix(
      rule,
      'FROM maven:3-eclipse-temurin-21\nRUN --mount=type=cache,target=/root/.m2 mvn dependency:go-offline\nRUN --mount=type=cache,target=/root/.m2 mvn -o package\n',
      'FROM maven:3-eclipse-temurin-21\nRUN --mount=type=cache,target=/root/.m2 mvn dependency:go-offline\nRUN --mount=type=cache,target=/root/.m2 mvn package\n',
    );
    checkFix(
      rule,
      'FROM rust:1.80\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --frozen\n',
      'FROM rust:1.80\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --locked\n',
    );
    checkRule(
      rule,
      'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN --mount=type=cache,target=/root/.nuget/packages dotnet restore && dotnet publish --no-restore\n',
    );
    checkRule(
      rule,
      'FROM node:22\nRUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm fetch\nRUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --offline\n',
    );
    checkRule(rule, 'FROM node:22\nRUN --mount=type=cache,target=/root/.cache npm ci --offline\n');
  });

  it('copies where the file is made', () => {
    checkFix(
      rule,
      'FROM golang:1.23\nRUN --mount=type=cache,target=/src/bin go build -o /src/bin/web .\nRUN --mount=type=cache,target=/src/bin cp /src/bin/web /usr/local/bin/\n',
      'FROM golang:1.23\nRUN --mount=type=cache,target=/src/bin go build -o /src/bin/web . \\\n    && cp /src/bin/web /usr/local/bin/\n',
      { safe: false },
    );
    checkRule(
      rule,
      `
FROM rust:1.80
WORKDIR /app
RUN --mount=type=cache,target=/app/target cd /app && cargo build
RUN --mount=type=cache,target=target mkdir -p /out && cp target/debug/web /out/
#                                                        ^^^^^^^^^^^^^^^^ is in a cache mount that this RUN does not fill
`,
    );
    checkRule(rule, 'FROM a\nRUN --mount=type=cache,target=/c make && cp /c/web /usr/bin/\n');
    checkRule(rule, 'FROM a\nRUN --mount=type=cache,target=/c cp /seed/web /c/\n');
    checkRule(rule, 'FROM a\nRUN --mount=type=cache,target=/c,from=seed cp /c/web /usr/bin/\n');
  });
});
