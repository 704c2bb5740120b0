import type { Digest } from './digest';
import type { MatchedInstruction, MatchedSteps } from './match-steps';
import type { Plan, PlannedStep } from './plan';
import type { BuildRecord, RecordBook, StepRecord } from './record-book';
import {
  canonical,
  type KnownInput,
  keyOf,
  knownInput,
  mayBeSame,
  originResult,
  type Result,
  standingOn,
} from './step-keys';

export interface FinishedBuild {
  readonly plan: Plan;
  readonly matched: MatchedSteps;
  readonly book: RecordBook;
  readonly digest: Digest;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Of a build that ended well. */
  readonly image?: string | undefined;
  /** Bytes that instructions added to the image, by their index. */
  readonly sizes?: ReadonlyMap<number, number> | undefined;
  readonly noCache?: boolean;
  /** Of a build that was not watched: whether it is certain that the builder did this step, and has it. Its bytes, where known. */
  readonly evidence?: (
    step: PlannedStep,
    seen: MatchedInstruction | undefined,
  ) => { readonly bytes: number } | undefined;
}

/**
 * What a build has proved: steps that ended well or were taken from the cache, also in a build that failed later. A copy of
 * another stage's files that was taken from the cache although that stage is new must be one of those recorded before. What is
 * made a second time without the cache is another image, found instead of the older one and whatever stands on that, or not at all.
 */
export function recordBuild(build: FinishedBuild): BuildRecord {
  const { plan, matched, book, digest, subject, time, image, sizes } = build;
  const results = new Map<PlannedStep, Result>();
  const steps: StepRecord[] = [];
  const loose = new Set<string>();
  for (const step of plan.steps) {
    // Triggers are matched with their FROM as a whole.
    const seen = matched.instructions.get(step.trigger === undefined ? step.instruction.index : step.stage.from.index);
    const parent = originResult(step.parent, results);
    const inputs = step.inputs.map((input) => knownInput(input, results, digest));
    const keys = inputs.flatMap(({ key }) => key ?? []);
    if (!hasEnded(seen, image)) continue;
    const { operation, place, ingredients } = step;
    if (parent?.key === undefined || keys.length < inputs.length) {
      loose.add(operation);
      continue;
    }
    const key = keyOf(digest, operation, parent.key, keys);
    const evidence = build.evidence?.(step, seen);
    if (build.evidence && !evidence) continue;
    const known = book.get(key);
    const again = isMadeAgain(step, seen, build);
    const bytes = step.trigger === undefined ? (sizes?.get(step.instruction.index) ?? evidence?.bytes) : undefined;
    const kin =
      again && plan.found === 'newer'
        ? { same: digest(['again', key, time, place]) }
        : known
          ? sameAs(known)
          : kinship({ operation, parent: parent.key, inputs, key }, steps, seen, build);
    // What stands on the new one is never found where the older one is.
    const twice = again && (known !== undefined || kin.oneOf !== undefined);
    if (twice && plan.found === 'older') continue;
    const unsure = (isUnsure(seen, build) && (!known || known.unsure)) || (twice && plan.found === 'unsure');
    const record: StepRecord = {
      key,
      operation,
      parent: parent.key,
      inputs: keys,
      place,
      ingredients,
      ...(inputs.some((input) => input.opaque) && { opaque: true }),
      ...(seen?.seconds !== undefined && !seen.cached && { seconds: seen.seconds }),
      ...(bytes !== undefined && { bytes }),
      ...(unsure && { unsure: true }),
      ...kin,
    };
    steps.push(record);
    const own: Result = { key: record.same ?? canonical(book, key), fresh: false, others: [] };
    const result = standingOn(step, own, { results, digest });
    if (result) results.set(step, result);
  }
  return {
    ...{ version: 1, time, subject, ...(image !== undefined && { image }), steps },
    ...(loose.size > 0 && !build.evidence && { loose: [...loose] }),
  };
}

/** The builder has it twice then, if it was there. */
function isMadeAgain(
  { reruns }: PlannedStep,
  seen: MatchedInstruction | undefined,
  { noCache, plan }: FinishedBuild,
): boolean {
  if (plan.found === undefined) return false;
  return noCache === true || (reruns.length > 0 && seen?.cached !== true);
}

/** Said again by every build, as the first one that did may be forgotten. */
function sameAs({ same }: StepRecord): Pick<StepRecord, 'same' | 'oneOf'> {
  return same === undefined ? {} : { same };
}

function hasEnded(seen: MatchedInstruction | undefined, image: string | undefined): boolean {
  return image !== undefined || seen?.status === 'done' || (seen?.status === 'failed' && seen.cached);
}

/** BuildKit calls steps cached that it was still looking for when the build failed. */
function isUnsure(seen: MatchedInstruction | undefined, { plan, image }: FinishedBuild): boolean {
  return image === undefined && plan.builder === 'buildkit' && seen?.cached !== false;
}

interface Made {
  readonly operation: string;
  readonly parent: string;
  readonly inputs: readonly KnownInput[];
  readonly key: string;
}

/** Which earlier results a copy of another stage's files is, as far as the build has shown it. */
function kinship(
  { operation, parent, inputs, key }: Made,
  before: readonly StepRecord[],
  seen: MatchedInstruction | undefined,
  { book, noCache, evidence }: FinishedBuild,
): Pick<StepRecord, 'same' | 'oneOf'> {
  const own = before.filter((other) => other.operation === operation && other.parent === parent);
  const candidates = [...book.alike(operation, parent), ...own].filter(
    (other) => other.key !== key && mayBeSame(inputs, other),
  );
  const classes = [...new Set(candidates.map((other) => canonical(book, other.key)))];
  const [only] = classes;
  if (only === undefined) return {};
  if (seen === undefined || noCache) return { oneOf: classes };
  // It ran: there was nothing like it.
  if (!seen.cached) return {};
  // Other builds that were not watched may have made more.
  return classes.length === 1 && !evidence ? { same: only } : { oneOf: classes };
}
