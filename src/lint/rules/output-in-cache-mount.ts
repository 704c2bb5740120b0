import { mountOption } from '../../dockerfile/mount';
import { copyOut } from '../cache-mounts/copy-out';
import { consumersOf } from '../cache-mounts/mount-consumers';
import { cacheMountsOf } from '../cache-mounts/mount-places';
import { hasCacheMount } from '../facts/file-facts';
import { runSteps } from '../flow/run-step';
import type { Rule } from '../rule';

/** Mounts whose output is looked for, from the last one: far more than real files have. */
const looksAt = 60;

/** What is built into a cache mount is in no layer. */
export const outputInCacheMount: Rule = {
  id: 'output-in-cache-mount',
  summary: 'Copy build output out of a cache mount in the step that builds it',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { cache: 'CACHE032' },
  docs: {
    why: 'A cache mount is there while its `RUN` runs, and in no layer. What a build leaves in it is gone for the next instruction: `COPY --from` finds nothing and fails, or the image starts without its program.',
    notes:
      'The fix copies the file to a directory of the image at the end of the `RUN`, and makes the later `COPY` take it from there. Where commands look for the file, there is no fix: copy it in the step that builds, or give their step the same mount. Nothing is said where another step may have made the file.',
    bad: [
      'FROM rust:1.80 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release\nFROM debian:12\nCOPY --from=build /app/target/release/web /usr/local/bin/web\n',
      'FROM node:22 AS modules\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/app/node_modules npm ci\nFROM node:22\nCOPY --from=modules /app/node_modules /app/node_modules\n',
    ],
    good: [
      'FROM rust:1.80 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/web /usr/local/bin/web\nFROM debian:12\nCOPY --from=build /usr/local/bin/web /usr/local/bin/web\n',
    ],
  },
  applies: hasCacheMount,
  *check(file) {
    const reported = new Set<number>();
    let left = looksAt;
    // From the end, because the last step with the mount is the one that makes what is looked for behind it.
    for (const step of [...runSteps(file)].reverse()) {
      for (const { mount, target } of cacheMountsOf(file, step.instruction)) {
        if (target === undefined || mountOption(mount, 'from') || target.startsWith('<')) continue;
        if (left-- === 0) return;
        const consumers = consumersOf(file, step, target).filter(({ span }) => !reported.has(span.start));
        const [first] = consumers;
        if (!first) continue;
        for (const { span } of consumers) reported.add(span.start);
        const out = copyOut(file, step, consumers);
        yield {
          span: mountOption(mount, 'target', 'dst', 'destination')?.span ?? mount.flag.span,
          instruction: step.instruction,
          message: `${first.path} is looked for later, but ${target} is a cache mount: what this step puts there is in no layer. Copy it to a directory of the image in this RUN.`,
          related: consumers.map(({ span }) => ({ span, message: 'This finds nothing.' })),
          // Not safe: the build did not work before, and now it has another layer.
          fixes: out
            ? [{ title: `Copy ${out.names.join(' and ')} out of the mount`, safe: false, edits: out.edits }]
            : [],
        };
      }
    }
  },
};
