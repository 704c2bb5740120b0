import { mountsAllowed } from '../cache-mounts/add-mounts';
import { type CompilerCache, mayCompile, unkeptCompilations } from '../cache-mounts/compiler-caches';
import { mountCompilerCaches } from '../cache-mounts/compiler-mount';
import { cacheMountsOf } from '../cache-mounts/mount-places';
import type { RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { isReportedBuild } from '../order/reported-builds';
import type { Rule } from '../rule';

/** Steps of a stage that are looked at, each with all in front of it: far more than real stages have. */
const looksAt = 300;

/** A compiler that starts from nothing with every edited file, although it could go on from the last build. */
export const compilerCacheNotMounted: Rule = {
  id: 'compiler-cache-not-mounted',
  summary: 'Keep what compilers made in a cache mount',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE007' },
  docs: {
    why: 'A step that compiles runs again with every edited file, and starts without what it compiled the last time: all of it is compiled once more. Go, Cargo, Swift, Next.js and others compile only what changed if they find their cache, and a cache mount keeps it from build to build.',
    notes:
      'Reported once per file and compiler. Where the same build compiles its dependencies, too (Cargo, Swift), dependencies-in-build-step says so, with the same fix. For Go and Next.js the fix adds the mount. Cargo and Swift build into their cache: the fix also copies the program out of it, where a `COPY --from` says which one, and there is none where that is not known. Caches that need more than a mount (ccache, Turborepo) have no fix. Gradle keeps compiled code beside its downloads, and needs `--build-cache`; see package-cache-not-mounted. If one builder compiles for several architectures, give the mount an id with `$TARGETARCH` in it.',
    bad: [
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /srv ./cmd/web\n',
      'FROM node:22\nWORKDIR /web\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npx next build\n',
    ],
    good: [
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /srv ./cmd/web\n',
      'FROM rust:1.80 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/web /usr/local/bin/\n',
    ],
  },
  applies: mayCompile,
  *check(file) {
    const found = new Map<CompilerCache['compiler'], { readonly step: RunStep; readonly cache: CompilerCache }[]>();
    for (const { stage, steps } of flowOf(file).stages) {
      for (const [at, step] of steps.entries()) {
        if (at >= looksAt) break;
        if (step.kind !== 'run' || step.stage !== stage) continue;
        const mounts = cacheMountsOf(file, step.instruction);
        for (const cache of unkeptCompilations(file, step, steps.slice(0, at), mounts)) {
          // What compiles its dependencies, too, is told so there.
          if (isReportedBuild(file, step, cache.entry, { compiling: true })) continue;
          const others = found.get(cache.compiler) ?? [];
          found.set(cache.compiler, others);
          if (others.at(-1)?.step !== step) others.push({ step, cache });
        }
      }
    }
    for (const [compiler, places] of found) {
      const [first] = places;
      if (!first) continue;
      const { entry, directory } = first.cache;
      const where = directory === undefined ? '' : ` (${directory})`;
      yield {
        span: entry.recognised?.span ?? entry.call.programWord.span,
        instruction: first.step.instruction,
        message: `With every edited file ${compiler} compiles everything again here, because its cache${where} is lost between builds. Keep it in a cache mount.`,
        related: places.slice(1).map(({ cache }) => ({
          span: cache.entry.recognised?.span ?? cache.entry.call.programWord.span,
          message: 'This compiles without its cache, too.',
        })),
        fixes: () => (mountsAllowed(file) ? mountCompilerCaches(file, places) : undefined),
      };
    }
  },
};
