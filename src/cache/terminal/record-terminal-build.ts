import type { SeenEntry } from '../../context/content-hash';
import type { FileDigests } from '../../context/file-digests';
import { parseDockerfile } from '../../dockerfile/parse';
import type { BuildStep } from '../../engine/build-progress';
import type { ForecastEngine } from '../forecaster';
import { factsFor } from '../image-details';
import type { Kept } from '../kept';
import { contextSourcesOf, makePlan } from '../make-plan';
import { matchSteps } from '../match-steps';
import type { PlannedStep } from '../plan';
import type { PlanInput } from '../plan-input';
import type { BuildRecord } from '../record-book';
import { recordBuild } from '../record-build';
import { accountOf } from './account';
import { evidenceOf } from './evidence';
import { type PastRequest, pastRequest } from './past-request';
import { sentContent } from './sent-content';
import type { TerminalBuild } from './terminal-builds';

export interface TerminalRecordOptions {
  readonly engine: ForecastEngine;
  readonly kept: Kept;
  /** Real path of the context. */
  readonly root: string;
  readonly digests: FileDigests;
  /** What the builder had of the context after the last build from a terminal that is known. */
  readonly before: ReadonlyMap<string, SeenEntry>;
  readonly subjectOf: (target: string | undefined) => string;
  /** Without what is known only once the plan is made. */
  readonly base: (text: string, request: PastRequest) => Omit<PlanInput, 'imageFacts' | 'content'>;
  readonly signal: AbortSignal | undefined;
}

/** What is certain of a build that was not watched. */
export interface TerminalRecord {
  readonly record: BuildRecord;
  /** Ids in BuildKit's cache of what it made, where they can be told. */
  readonly made: readonly string[];
  readonly sent: ReadonlyMap<string, SeenEntry>;
}

/** Undefined when nothing is certain. Rejects with an EngineError. */
export async function recordTerminalBuild(
  past: TerminalBuild,
  options: TerminalRecordOptions,
): Promise<TerminalRecord | undefined> {
  const { build, client, alone } = past;
  const { engine, kept, root, digests, before, subjectOf, signal } = options;
  const request = pastRequest(build);
  const account = request && (await accountOf(past, engine, signal));
  if (!account || !isOwnFrontend(account.text)) return undefined;
  const base = options.base(account.text, request);
  const facts = await factsFor(engine.images, base, signal);
  const sent = sentContent({
    ...{ given: client.context, root, dockerfile: client.dockerfile, digests, before },
    excluded: account.excluded,
    started: build.started,
    copied: copyAge(kept),
  });
  const known = {
    ...base,
    imageFacts: (reference: string) => {
      const image = facts.get(reference);
      return image && account.wasImage(reference, image) ? image : undefined;
    },
  };
  await sent.prepare(contextSourcesOf(known), signal);
  const plan = makePlan({ ...known, content: sent.use });
  if (!plan) return undefined;
  const steps = new Map<string, BuildStep>();
  for await (const event of engine.history.events(build.ref, signal))
    if (event.type === 'step') steps.set(event.id, event);
  const matched = matchSteps(parseDockerfile(account.text), steps.values(), 'buildkit', request.target);
  const names = new Map([...steps].map(([id, { name }]) => [id, name]));
  const { cache, pruned } = kept;
  const { digest } = base;
  const evidence = evidenceOf({ build, operations: account.operations, matched, names, cache, pruned, digest });
  const certain = new Set<PlannedStep>();
  const record = recordBuild({
    ...{ plan, matched, book: kept.book, digest, noCache: request.noCache },
    subject: subjectOf(request.target),
    // What the builder has was looked at now.
    time: Math.max(Date.now(), pruned + 1),
    image: build.error === undefined ? (build.image ?? '') : undefined,
    evidence(step, seen) {
      const found = evidence.of(step, seen);
      if (found) certain.add(step);
      return found;
    },
  });
  if (record.steps.length === 0) return undefined;
  return { record, made: alone ? evidence.madeBy(certain, plan.steps) : [], sent: sent.entries() };
}

/** Other frontends may make something else of the same text. */
function isOwnFrontend(text: string): boolean {
  const syntax = parseDockerfile(text).directives.find(({ name }) => name === 'syntax')?.value;
  return syntax === undefined || /^(?:docker\.io\/)?docker\/dockerfile(?:[:@]|$)/.test(syntax);
}

/** When the oldest copy of a context was made that is there, whichever of them the build has used. */
function copyAge({ cache }: Kept): number | undefined {
  const copies = cache.filter(({ type, description }) => type === 'source.local' && /\bcontext\b/.test(description));
  return copies.length === 0 ? undefined : Math.min(...copies.map(({ created }) => created));
}
