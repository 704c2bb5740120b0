import { mountsAllowed } from '../cache-mounts/add-mounts';
import { unkeptCompilations } from '../cache-mounts/compiler-caches';
import { mountCompilerCaches } from '../cache-mounts/compiler-mount';
import { cacheMountsOf } from '../cache-mounts/mount-places';
import { flowOf } from '../flow/flow-of';
import { wordsOf } from '../flow/words';
import { mountDependencies } from '../order/dependency-mount';
import type { ImplicitBuild } from '../order/implicit-builds';
import { primeFirst } from '../order/prime-first';
import { reportedBuilds } from '../order/reported-builds';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** A build tool that fetches what it needs does so again whenever the source changes. */
export const dependenciesInBuildStep: Rule = {
  id: 'dependencies-in-build-step',
  summary: 'Fetch dependencies in a step of their own, or keep them in a cache mount',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: ['CACHE002', 'CACHE006', 'CACHE007'] },
  docs: {
    why: '`go build`, `mvn package`, `gradle build`, `dotnet publish`, `cargo build` and their like download what is missing, and Cargo, Cabal, Stack, Swift and Mix compile it as well. In the `RUN` that builds the source this happens again at every edit. A step above the copy of the source that reads nothing but the manifests keeps the downloads in a layer; a cache mount keeps them on the builder.',
    notes:
      'For Go, Maven (one module) and .NET the fix adds the manifests and the step that downloads; it sees the build context for that. Where that cannot be right for certain (several modules, build logic of its own), it offers the cache mount in images whose caches are where the tool puts them. Cargo compiles its dependencies, so a mount for downloads alone changes little: use cargo-chef, or mount `target` and copy the binary out of it in the same `RUN`. Never add `--offline` to the build: it fails for what only the build asks for. A tree with a `vendor` folder, an offline build and a mounted cache are not reported; without a build context a Go build is reported mildly, because its modules may be vendored.',
    bad: [
      {
        dockerfile: 'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\n',
        context: { 'go.mod': 'module example.com/app\n', 'go.sum': 'a v1.0.0 h1:x\n', 'cmd/app/main.go': '' },
      },
      'FROM maven:3.9-eclipse-temurin-21\nWORKDIR /src\nCOPY . .\nRUN mvn -B package\n',
      'FROM rust:1.80\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release\n',
    ],
    good: [
      'FROM golang:1.23\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app ./cmd/app\n',
      {
        dockerfile: 'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\n',
        context: { 'go.mod': 'module example.com/app\n', 'vendor/modules.txt': '', 'cmd/app/main.go': '' },
      },
      'FROM maven:3.9-eclipse-temurin-21\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/root/.m2 mvn -B package\n',
      'FROM rust:1.80\nWORKDIR /src\nCOPY --from=planner /src/recipe.json .\nRUN cargo chef cook --release\nCOPY . .\nRUN cargo build --release\n',
    ],
  },
  when: { does: ['implicit'] },
  *check(file) {
    for (const found of reportedBuilds(file)) yield finding(file, found);
  },
};

function finding(file: LintFile, found: ImplicitBuild): RuleFinding {
  const { run, build, ecosystem, copy } = found;
  const span = build.recognised?.span ?? build.command.span;
  const prime = primeFirst(file, found);
  const mount = mountDependencies(file, found) ?? mountCompiled(file, found);
  const fixes = [...('fix' in prime ? [prime.fix] : []), ...(mount ? [mount] : [])];
  const does = ecosystem.compiles ? 'fetches and compiles' : 'fetches';

  const mild = ecosystem.id === 'go' && !file.context;
  return {
    span,
    instruction: run.instruction,
    ...(mild && { severity: 'info' as const }),
    codes: { cache: ecosystem.compiles ? ['CACHE002', 'CACHE007'] : ['CACHE002', 'CACHE006'] },
    message: `\`${wordsOf(file, span)}\` ${does} the dependencies along with the build, so every edited file does it again${mild ? ', unless the modules are vendored' : ''}. ${advice(found)}${'reason' in prime && prime.reason && !mount ? ` There is no automatic fix, because ${prime.reason}.` : ''}`,
    related: [{ span: copy.instruction.span, message: 'The source comes in here.' }],
    fixes,
  };
}

/** What compiles its dependencies as well goes on from the last build if it finds that. */
function mountCompiled(file: LintFile, { run, build, ecosystem }: ImplicitBuild): Fix | undefined {
  if (!ecosystem.compiles || !mountsAllowed(file)) return undefined;
  const steps = flowOf(file).stages[run.stage.index]?.steps ?? [];
  const mounts = cacheMountsOf(file, run.instruction);
  const cache = unkeptCompilations(file, run, steps.slice(0, steps.indexOf(run)), mounts).find(
    ({ entry }) => entry === build,
  );
  return cache && mountCompilerCaches(file, [{ step: run, cache }]);
}

function advice({ ecosystem }: ImplicitBuild): string {
  switch (ecosystem.id) {
    case 'cargo':
      return 'Compile them first with cargo-chef, or mount a cache at target and copy the binary out of it in the same RUN.';
    case 'gradle':
      return 'Mount a cache at the Gradle user home.';
    case 'swift':
    case 'stack':
    case 'cabal':
    case 'mix':
    case 'go':
    case 'maven':
    case 'dotnet':
    case 'sbt':
      return `Copy ${manifest[ecosystem.id]} and run \`${ecosystem.prime}\` before the source comes in, or mount a cache.`;
    default:
      return 'Fetch them before the source comes in, or mount a cache.';
  }
}

const manifest = {
  go: 'go.mod and go.sum',
  maven: 'pom.xml',
  dotnet: 'the project files',
  sbt: 'build.sbt and project/',
  swift: 'Package.swift and Package.resolved',
  stack: 'stack.yaml and the package file',
  cabal: 'the .cabal file',
  mix: 'mix.exs and mix.lock',
} as const;
