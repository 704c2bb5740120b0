import { compilerCacheNotMounted as rule } from '../../../../src/lint/rules/compiler-cache-not-mounted';
import { checkFix, checkRule } from '../../support/check-rule';

describe('compiler-cache-not-mounted', () => {
  it('says it once per compiler', () =>
    checkRule(
      rule,
      `
FROM golang:1.23 AS build
COPY . .
RUN go vet ./...
#   ^^^^^^ With every edited file Go compiles everything again here, because its cache (/root/.cache/go-build)
RUN go build -o /srv .
FROM node:22
WORKDIR /web
COPY . .
RUN npx next build
#   ^^^^^^^^^^^^^^ Next.js compiles everything again here, because its cache (/web/.next/cache)
`,
    ));

  it('adds mounts for Go, safely where BuildKit is needed anyway', () => {
    checkFix(
      rule,
      'FROM golang:1.23\nCOPY . .\nRUN go build -o /srv .\nRUN go test ./...\n',
      'FROM golang:1.23\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache/go-build go build -o /srv .\nRUN --mount=type=cache,target=/root/.cache/go-build go test ./...\n',
      { safe: false },
    );
    checkFix(
      rule,
      'FROM golang:1.23\nENV GOCACHE=/c/go\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    go build -o /srv .\n',
      'FROM golang:1.23\nENV GOCACHE=/c/go\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/c/go \\\n    go build -o /srv .\n',
      { safe: true },
    );
  });

  it('knows what is kept, and what has no use for it', () => {
    checkRule(rule, 'FROM golang\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache go build .\n');
    checkRule(rule, 'FROM golang\nCOPY . .\nRUN --mount=type=cache,target=/go-build GOCACHE=/go-build go build .\n');
    checkRule(rule, 'FROM golang\nCOPY . .\nRUN go build -a .\n');
    checkRule(rule, 'FROM golang\nCOPY . .\nRUN go mod download && go install example.com/tool@v1\n');
    checkRule(rule, 'FROM rust\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build\n');
    checkRule(rule, 'FROM rust\nENV RUSTC_WRAPPER=sccache\nCOPY . .\nRUN cargo build\n');
    checkRule(rule, 'FROM rust\nCOPY . .\nRUN cargo chef cook --release\nCOPY . .\nRUN cargo build --release\n');
    checkRule(rule, 'FROM golang\nRUN git clone https://example.com/x && cd x && go build .\n');
    checkRule(rule, 'FROM gcc\nRUN gcc -o hello hello.c\n');
  });

  it('leaves to another rule what compiles its dependencies as well', () => {
    checkRule(rule, 'FROM rust:1.80\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\n');
    checkRule(rule, 'FROM swift:6.0\nWORKDIR /app\nCOPY . .\nRUN swift build -c release\n');
    checkFix(
      rule,
      'FROM rust:1.80\nWORKDIR /app\nCOPY Cargo.toml ./\nCOPY app app\nRUN cargo install --path .\n',
      'FROM rust:1.80\nWORKDIR /app\nCOPY Cargo.toml ./\nCOPY app app\nRUN --mount=type=cache,target=/app/target cargo install --path .\n',
    );
  });

  it('knows that Go before 1.10 kept nothing', () => {
    checkRule(rule, 'FROM golang:1.8\nCOPY . /go/src/app\nRUN go install app\n');
    checkRule(
      rule,
      `
FROM golang:1.10
COPY . /go/src/app
RUN go install app
#   ^^^^^^^^^^ Go compiles everything again
`,
    );
  });
});
