import type { Digest } from './digest';
import type { Input, Origin, PlannedStep } from './plan';
import type { RecordBook, StepRecord } from './record-book';

/** What is known of the result of a step before the build. */
export interface Result {
  /** Key of what it is; undefined when the builder has to find out. */
  readonly key: string | undefined;
  /** It is not there yet: the build makes it. */
  readonly fresh: boolean;
  /** Keys of records that it may turn out to be instead. */
  readonly others: readonly string[];
  /** Something it is made from cannot be known, and so no build has ever written it down. */
  readonly unrecorded?: boolean;
  /** It may be what others have made of the same. */
  readonly elsewhere?: boolean;
}

/** A step's key, when those of all it is made from are known. */
export function keyOf(digest: Digest, operation: string, parent: string, inputs: readonly string[]): string {
  return digest([operation, parent, ...inputs]);
}

/** Key of files that a step with that key makes. */
export function outputKey(digest: Digest, key: string, path: string): string {
  return digest(['output', key, path]);
}

/** Follows what is known to be the same. */
export function canonical(book: RecordBook, key: string): string {
  const seen = new Set<string>();
  let at = key;
  for (let same = book.get(at)?.same; same !== undefined && !seen.has(at); same = book.get(at)?.same) {
    seen.add(at);
    at = same;
  }
  return at;
}

export function originResult(origin: Origin, results: ReadonlyMap<PlannedStep, Result>): Result | undefined {
  if (origin.kind === 'fixed') return { key: origin.key, fresh: false, others: [] };
  return origin.kind === 'step' ? results.get(origin.step) : undefined;
}

/**
 * What comes next stands on: the step's own result, and that of what it is laid over. Undefined where nothing is known of that.
 */
export function standingOn(
  { over }: PlannedStep,
  own: Result,
  { results, digest }: { readonly results: ReadonlyMap<PlannedStep, Result>; readonly digest: Digest },
): Result | undefined {
  if (!over) return own;
  const below = originResult(over, results);
  if (!below) return undefined;
  const both = (a: string, b: string) => digest(['over', a, b]);
  const all = ({ key, others }: Result) => (key === undefined ? others : [key, ...others]);
  const key = below.key === undefined || own.key === undefined ? undefined : both(below.key, own.key);
  return {
    key,
    fresh: below.fresh || own.fresh,
    others: all(below)
      .flatMap((a) => all(own).map((b) => both(a, b)))
      .filter((other) => other !== key),
    unrecorded: below.unrecorded === true || own.unrecorded === true,
  };
}

/** An input as far as it is known: its key, and whether records with another key may be meant. */
export interface KnownInput {
  readonly key: string | undefined;
  readonly opaque: boolean;
}

export function knownInput(input: Input, results: ReadonlyMap<PlannedStep, Result>, digest: Digest): KnownInput {
  if (input.kind === 'content') return { key: input.key, opaque: input.opaque === true };
  const of = input.kind === 'output' ? results.get(input.of) : undefined;
  return {
    key: input.kind === 'output' && of?.key !== undefined ? outputKey(digest, of.key, input.path) : undefined,
    opaque: true,
  };
}

/** Whether a record of the same operation on the same step may be of the same inputs, for all that their keys say. */
export function mayBeSame(inputs: readonly KnownInput[], record: Pick<StepRecord, 'inputs' | 'opaque'>): boolean {
  return inputs.every(({ key, opaque }, index) => opaque || record.opaque === true || record.inputs[index] === key);
}
