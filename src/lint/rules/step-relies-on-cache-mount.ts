import { mountOption } from '../../dockerfile/mount';
import { relativeTo } from '../../shared/posix-path';
import { cachePlaceOf, isMounted } from '../cache-mounts/cache-place';
import { cacheMountsOf, type PlacedMount } from '../cache-mounts/mount-places';
import { onlyCopies, pathOf } from '../cache-mounts/mount-words';
import { offlineWord, withoutOffline } from '../cache-mounts/offline';
import { staleIndex } from '../cache-mounts/stale-index';
import { mergeRuns } from '../edits/merge-runs';
import { hasCacheMount } from '../facts/file-facts';
import type { FlowCommand, RunStep } from '../flow/flow';
import { runSteps } from '../flow/run-step';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** What is in a cache mount may be gone tomorrow, while the layer of the step that put it there is still cached. */
export const stepReliesOnCacheMount: Rule = {
  id: 'step-relies-on-cache-mount',
  summary: 'Work without what an earlier step left in a cache mount',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE035' },
  docs: {
    why: 'The content of a cache mount belongs to the builder, which empties it when it needs the room; a new builder starts without it. The layer of the step that filled it is cached on its own and does not run again. A step that takes the content for granted (an index, downloads for an offline install, a file to copy) then fails, on some machines and on some days.',
    notes:
      'The fix updates the index first, lets the package manager download what is missing, or joins the step that copies to the one above that builds. Where another step stands between, build and copy in one `RUN` by hand. `pnpm install --offline` behind `pnpm fetch` is left alone: what it links lies in the layer.',
    bad: [
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get install -y git\n',
      'FROM node:22\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci --offline\n',
      'FROM rust:1.80\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release\nRUN --mount=type=cache,target=/app/target cp target/release/web /usr/local/bin/web\n',
    ],
    good: [
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y git\n',
      'FROM rust:1.80\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/web /usr/local/bin/web\n',
    ],
  },
  applies: hasCacheMount,
  *check(file) {
    let previous: RunStep | undefined;
    let fetched = false;
    for (const step of runSteps(file)) {
      const mounts = cacheMountsOf(file, step.instruction).filter(
        ({ target, mount }) => target !== undefined && !mountOption(mount, 'from'),
      );
      fetched ||= step.commands.some(({ call }) => call.program === 'pnpm' && call.args[0]?.value === 'fetch');
      if (mounts.length > 0) {
        yield* staleIndex(step, mounts);
        yield* offlineInstalls(file, step, mounts, fetched);
        yield* copiesOut(file, step, mounts, previous);
      }
      previous = step;
    }
  },
};

/** Installs that are told to download nothing. */
function* offlineInstalls(
  file: LintFile,
  step: RunStep,
  mounts: readonly PlacedMount[],
  fetched: boolean,
): Iterable<RuleFinding> {
  for (const [index, entry] of step.commands.entries()) {
    const word = offlineWord(entry);
    if (!word || (fetched && entry.call.program === 'pnpm')) continue;
    const place = cachePlaceOf(file, step, entry);
    const filled = step.commands
      .slice(0, index)
      .some((other) => other.recognised?.ecosystem === entry.recognised?.ecosystem && !offlineWord(other));
    if (!place || filled || !isMounted(place, mounts)) continue;
    const edit = withoutOffline(file.dockerfile, entry, word);
    yield {
      span: word.span,
      instruction: step.instruction,
      message: `With ${word.value}, ${entry.call.program} takes what it needs from the cache mount alone. The builder may have emptied it, and a new builder has none: then the step fails. Let it download what is missing.`,
      // Not safe: what was forbidden to use the network may use it.
      fixes: edit && step.script.complete ? [{ title: `Do without ${word.value}`, safe: false, edits: [edit] }] : [],
    };
  }
}

/** A RUN that only copies, out of a mount. */
function* copiesOut(
  file: LintFile,
  step: RunStep,
  mounts: readonly PlacedMount[],
  previous: RunStep | undefined,
): Iterable<RuleFinding> {
  if (step.commands.length === 0 || !step.commands.every(onlyCopies)) return;
  for (const entry of step.commands) {
    const source = copiedFrom(file, step, entry, mounts);
    if (!source) continue;
    const edits =
      previous && sameMounts(file, previous, step)
        ? mergeRuns(file, previous.instruction, step.instruction)
        : undefined;
    // Not safe: two layers become one, and the first is built again.
    const fix: Fix | undefined = edits && { title: 'Copy in the RUN that builds', safe: false, edits };
    yield {
      span: source.span,
      instruction: step.instruction,
      message: `${source.value} is in a cache mount that this RUN does not fill. When the builder has emptied it, the step above is still cached and this one fails. Copy in the same RUN that makes the file.`,
      fixes: fix ? [fix] : [],
    };
    return;
  }
}

function copiedFrom(file: LintFile, step: RunStep, entry: FlowCommand, mounts: readonly PlacedMount[]) {
  if (!/^(?:cp|mv|install)$/.test(entry.call.program ?? '')) return undefined;
  const operands = entry.call.args.filter(({ value }) => !value.startsWith('-'));
  return operands.slice(0, -1).find((word) => {
    const path = pathOf(file, step, entry, word);
    return path !== undefined && mounts.some(({ target }) => target && relativeTo(target, path) !== undefined);
  });
}

function sameMounts(file: LintFile, a: RunStep, b: RunStep): boolean {
  const targets = (step: RunStep) =>
    step.instruction.flags
      .map(({ span }) => file.dockerfile.text.slice(span.start, span.end))
      .sort()
      .join(' ');
  return targets(a) === targets(b);
}
