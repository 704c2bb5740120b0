import { addFlags, cacheMountFlag, mountsAllowed } from '../cache-mounts/add-mounts';
import { type CompilerCache, unkeptCompilations } from '../cache-mounts/compiler-caches';
import { copyOut } from '../cache-mounts/copy-out';
import { accountOf } from '../cache-mounts/home';
import { consumersOf } from '../cache-mounts/mount-consumers';
import { cacheMountsOf } from '../cache-mounts/mount-places';
import { wordsBelow } from '../cache-mounts/mount-words';
import type { RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { frontendOf } from '../frontend';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

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
      'Reported once per file and compiler. For Go and Next.js the fix adds the mount. Cargo and Swift build into their cache: the fix also copies the program out of it, where a `COPY --from` says which one, and there is none where that is not known. Caches that need more than a mount (ccache, Turborepo) have no fix. Gradle keeps compiled code beside its downloads, and needs `--build-cache`; see package-cache-not-mounted. If one builder compiles for several architectures, give the mount an id with `$TARGETARCH` in it.',
    bad: [
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /srv ./cmd/web\n',
      'FROM rust:1.80 AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nFROM debian:12\nCOPY --from=build /app/target/release/web /usr/local/bin/\n',
    ],
    good: [
      'FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /srv ./cmd/web\n',
      'FROM rust:1.80 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/web /usr/local/bin/\n',
    ],
  },
  *check(file) {
    const found = new Map<CompilerCache['compiler'], { readonly step: RunStep; readonly cache: CompilerCache }[]>();
    for (const { stage, steps } of flowOf(file).stages) {
      for (const [at, step] of steps.entries()) {
        if (step.kind !== 'run' || step.stage !== stage) continue;
        const mounts = cacheMountsOf(file, step.instruction);
        for (const cache of unkeptCompilations(file, step, steps.slice(0, at), mounts)) {
          const others = found.get(cache.compiler) ?? [];
          found.set(cache.compiler, others);
          if (!others.some((other) => other.step === step)) others.push({ step, cache });
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
        fixes: () => (mountsAllowed(file) ? mountFix(file, places) : undefined),
      };
    }
  },
};

function mountFix(
  file: LintFile,
  places: readonly { readonly step: RunStep; readonly cache: CompilerCache }[],
): Fix | undefined {
  const edits: SpanEdit[] = [];
  for (const { step, cache } of places) {
    const { directory } = cache;
    const account = accountOf(file, step.instruction);
    if (directory === undefined || !directory.startsWith('/') || /[<$]/.test(directory) || !step.script.complete)
      return undefined;
    if (account.root === false && (cache.compiler === 'Next.js' || account.uid === undefined)) return undefined;
    if (cache.holdsOutput) {
      if (places.length > 1) return undefined;
      const consumers = consumersOf(file, step, directory);
      const out = consumers.length > 0 ? copyOut(file, step, consumers) : undefined;
      const copied = step.commands.some(
        (entry) =>
          /^(?:cp|mv|install)$/.test(entry.call.program ?? '') && wordsBelow(file, step, entry, directory).length > 0,
      );
      if (!out && !(copied && consumers.length === 0)) return undefined;
      edits.push(...(out?.edits ?? []));
    }
    edits.push(addFlags(file, step.instruction, [cacheMountFlag(directory, { ecosystem: undefined, account })]));
  }
  const additive = places.every(({ cache }) => !cache.holdsOutput);
  return {
    title: places.length === 1 ? 'Add the cache mount' : 'Add the cache mounts',
    // Safe where BuildKit is required already: no file of the image changes but those of the cache.
    safe: additive && (frontendOf(file.dockerfile) !== undefined || file.runs.some(({ mounts }) => mounts.length > 0)),
    edits,
  };
}
