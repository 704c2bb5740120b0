import { dependenciesInBuildStep } from '../../../../src/lint/rules/dependencies-in-build-step';
import { checkFix, checkRule } from '../../support/check-rule';

describe('dependencies-in-build-step', () => {
  const rule = dependenciesInBuildStep;
  const go = { 'go.mod': 'module example.com/app\n', 'go.sum': 'a v1.0.0 h1:x\n', 'main.go': '' };

  it('points at the first build of a kind', () =>
    checkRule(
      rule,
      `
FROM example/tools:1 AS build
WORKDIR /src
COPY . .
RUN cargo build --release
#   ^^^^^^^^^^^ fetches and compiles the dependencies
RUN cargo test
RUN cd web && mvn -B package
#             ^^^^^^^^^^^^^^ fetches the dependencies along with the build
FROM build
RUN cargo bench
`,
    ));

  it('says less about Go without the context', () =>
    checkRule(
      rule,
      `
FROM golang:1.23
WORKDIR /src
COPY . .
RUN go build -o /app .
#   ^^^^^^^^ unless the modules are vendored
`,
    ));

  it('knows what is there already', () => {
    const silent = (text: string, context?: Record<string, string>) =>
      checkRule(rule, text, context ? { context } : {});
    const golang = (run: string) => `FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN ${run}\n`;
    silent(golang('go build .'), { ...go, 'vendor/modules.txt': '' });
    silent(golang('go build .'), { 'main.go': '' });
    silent(golang('go build -mod=vendor .'));
    silent(golang('GOFLAGS=-mod=vendor go build .'));
    silent(golang('export GOFLAGS=-mod=vendor && go build .'));
    silent(golang('GO111MODULE=off go build .'));
    silent(golang('go build -o app main.go'));
    silent(golang('--mount=type=cache,target=/go/pkg/mod go build .'));
    silent(golang('--mount=type=cache,target=$GOMODCACHE go build .'));
    silent(golang('go mod download'));
    silent(golang('make build'));
    silent('FROM golang:1.8\nCOPY . /go/src/example.com/app\nWORKDIR /go/src/example.com/app\nRUN go build .\n');
    silent('FROM golang:1.23\nENV GOFLAGS=-mod=vendor\nCOPY . /src\nWORKDIR /src\nRUN go build .\n');
    silent('FROM golang:1.23\nWORKDIR /src\nCOPY go.* ./\nRUN go mod download\nCOPY . .\nRUN go build .\n');
    silent('FROM golang:1.23\nWORKDIR /src\nCOPY --from=mods /go/pkg/mod /go/pkg/mod\nCOPY . .\nRUN go build .\n');
    silent('FROM maven:3.9\nCOPY . /src\nWORKDIR /src\nRUN mvn -o package\n');
    silent('FROM gradle:8\nCOPY . /src\nWORKDIR /src\nRUN gradle --offline build\n');
    silent('FROM mcr.example.com/dotnet/sdk:8.0\nCOPY . /src\nWORKDIR /src\nRUN dotnet publish --no-restore\n');
    silent(
      'FROM rust:1.80\nWORKDIR /x\nCOPY . .\nRUN --mount=type=cache,target=/x/target cargo build && cp target/debug/x /x\n',
    );
    silent('FROM rust:1.80\nENV RUSTC_WRAPPER=sccache\nWORKDIR /x\nCOPY . .\nRUN cargo build\n');
    silent(
      'FROM rust:1.80\nWORKDIR /x\nCOPY Cargo.* ./\nRUN mkdir src && touch src/lib.rs && cargo build\nCOPY . .\nRUN cargo build\n',
    );
    silent('FROM rust:1.80 AS planner\nWORKDIR /x\nCOPY . .\nRUN cargo chef prepare\n');
  });

  it('leaves an install below the source to the rule that knows it better', () =>
    checkRule(
      rule,
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go mod download && go build .\nRUN go test ./...\n',
    ));

  it('downloads the modules first, in the folder of the project', () => {
    checkFix(
      rule,
      'FROM golang:1.23\nCOPY . /src\nWORKDIR /src\nRUN --mount=type=secret,id=netrc go build -o /app .\n',
      'FROM golang:1.23\nCOPY go.mod go.sum /src/\nRUN --mount=type=secret,id=netrc cd /src && go mod download\nCOPY . /src\nWORKDIR /src\nRUN --mount=type=secret,id=netrc go build -o /app .\n',
      { context: go, safe: true },
    );
    checkFix(
      rule,
      'FROM mcr.example.com/dotnet/sdk:8.0\nWORKDIR /src\nCOPY . .\nRUN dotnet publish Api/Api.csproj -r linux-x64 -o /out\n',
      'FROM mcr.example.com/dotnet/sdk:8.0\nWORKDIR /src\nCOPY Api/Api.csproj Api/\nRUN dotnet restore Api/Api.csproj -r linux-x64\nCOPY . .\nRUN dotnet publish Api/Api.csproj -r linux-x64 -o /out\n',
      { context: { 'Api/Api.csproj': '<Project></Project>', 'Api/Program.cs': '' }, safe: false },
    );
  });

  it('mounts the caches of official images', () => {
    checkFix(
      rule,
      'FROM gradle:8-jdk21 AS build\nWORKDIR /src\nCOPY . .\nRUN gradle bootJar\nFROM eclipse-temurin:21\nCOPY --from=build /src/build/libs/a.jar /\n',
      'FROM gradle:8-jdk21 AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/home/gradle/.gradle gradle bootJar\nFROM eclipse-temurin:21\nCOPY --from=build /src/build/libs/a.jar /\n',
      { safe: false },
    );
    checkFix(
      rule,
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n',
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go build -o /app .\n',
      { context: { ...go, 'go.mod': 'module a\nreplace example.com/b => ../b\n' }, safe: false },
    );
  });

  it('takes the program out of the cache where it is known which', () => {
    checkFix(
      rule,
      'FROM rust:1.80 AS b\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nFROM debian\nCOPY --from=b /app/target/release/web /bin/web\n',
      'FROM rust:1.80 AS b\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release && cp -r /app/target/release/web /usr/local/bin/web\nFROM debian\nCOPY --from=b /usr/local/bin/web /bin/web\n',
      { safe: false },
    );
    checkRule(
      rule,
      `
FROM rust:1.80
WORKDIR /app
COPY . .
RUN cargo build --release
#   ^^^^^^^^^^^ mount a cache at target and copy the binary out
CMD ["./start"]
`,
    );
  });

  it('has no fix where it cannot be right', () => {
    checkRule(
      rule,
      `
FROM golang:1.23
WORKDIR /src
USER build
COPY . .
RUN go build .
#   ^^^^^^^^ because go.mod points to ../b
`,
      { context: { ...go, 'go.mod': 'module a\nreplace example.com/b => ../b\n' } },
    );
  });

  it('takes a file in a folder of the tree for part of a module', () => {
    checkRule(
      rule,
      `
FROM golang:1.23
WORKDIR /src
COPY . .
RUN go build -o /app ./cmd/app/main.go
#   ^^^^^^^^ unless the modules are vendored
`,
    );
    checkRule(rule, 'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./main.go\n');
  });
});
