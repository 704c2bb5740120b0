import type { Instruction, Stage } from '../dockerfile/model';
import type { Digest } from './digest';
import type { Origin, Plan, PlannedStep, Unknown } from './plan';
import type { RecordBook, StepRecord } from './record-book';
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

export type Verdict =
  /** Taken from the cache. */
  | 'reuse'
  /** It runs again. */
  | 'run'
  /** It copies what another step will make: taken from the cache if that turns out as before. */
  | 'depends'
  | 'unknown'
  /** Its stage is not needed. */
  | 'skipped';

export interface StepForecast {
  /** Undefined for an instruction that is skipped. */
  readonly step: PlannedStep | undefined;
  readonly instruction: Instruction;
  readonly stage: Stage;
  readonly verdict: Verdict;
  /** What makes it so; undefined for what is reused as it was. */
  readonly cause: Cause | undefined;
  readonly result: Result | undefined;
}

/** Why a step is not simply taken from the cache. */
export type Cause =
  /** The step itself is new, or what it reads. */
  | { readonly kind: 'own' }
  /** Of what it stands on. */
  | { readonly kind: 'parent'; readonly of: StepForecast }
  /** Another step makes what it copies. */
  | { readonly kind: 'output'; readonly of: StepForecast }
  /** Other records hold the same files for all anybody knows. */
  | { readonly kind: 'similar' }
  | { readonly kind: 'unknown'; readonly reason: Unknown }
  | { readonly kind: 'missing-source'; readonly source: string }
  | { readonly kind: 'built-elsewhere' }
  | { readonly kind: 'pruned' }
  /** Only a build that failed has mentioned it. */
  | { readonly kind: 'failed-build' }
  | { readonly kind: 'no-cache' }
  /** The builder makes it anew each time. */
  | { readonly kind: 'every-build' }
  | { readonly kind: 'unused-stage' };

export interface ForecastInput {
  readonly plan: Plan;
  readonly book: RecordBook;
  readonly digest: Digest;
  /** The build is told not to use the cache. */
  readonly noCache?: boolean;
  /** Whether the builder may have such a step although no record says so. */
  readonly mayHave?: (step: PlannedStep) => boolean;
  /** Whether others have made such a step once more, on what it stands on. */
  readonly madeAnew?: (step: PlannedStep) => boolean;
  /** Whether a record may have been pruned. */
  readonly doubtful?: (key: string) => boolean;
}

/**
 * What the next build does with each instruction. "Reuse" and "run" are certain as far as the records are complete; everything
 * else says why it cannot be told.
 */
export function forecastSteps(input: ForecastInput): readonly StepForecast[] {
  const { plan } = input;
  const forecasts: StepForecast[] = [];
  const results = new Map<PlannedStep, Result>();
  const byStep = new Map<PlannedStep, StepForecast>();
  const made = new Map<string, StepForecast>();
  const definitions = new Map<PlannedStep, string>();
  for (const step of plan.steps) {
    const forecast = forecastStep(step, { ...input, results, byStep, made, definitions });
    forecasts.push(forecast);
    byStep.set(step, forecast);
    if (forecast.result) {
      const result = standingOn(step, forecast.result, { results, digest: input.digest });
      if (result) results.set(step, result);
      if (forecast.verdict === 'run' && forecast.result.key !== undefined) made.set(forecast.result.key, forecast);
    }
  }
  for (const stage of plan.skipped) {
    for (const instruction of stage.instructions) forecasts.push(skipped(instruction, stage));
  }
  return forecasts;
}

interface Progress extends ForecastInput {
  readonly results: ReadonlyMap<PlannedStep, Result>;
  readonly byStep: ReadonlyMap<PlannedStep, StepForecast>;
  /** Steps that this build will have run by then, by key. */
  readonly made: ReadonlyMap<string, StepForecast>;
  readonly definitions: Map<PlannedStep, string>;
}

function forecastStep(step: PlannedStep, progress: Progress): StepForecast {
  const { book, digest, results, byStep, made, plan } = progress;
  const { instruction, stage } = step;
  const say = (verdict: Verdict, cause: Cause | undefined, result?: Result): StepForecast => ({
    step,
    instruction,
    stage,
    verdict,
    cause,
    result,
  });
  const parentForecast = below(step.parent, byStep);
  if (step.parent.kind === 'unknown') return say('unknown', { kind: 'unknown', reason: step.parent.reason });
  const parent = originResult(step.parent, results);
  if (!parent) return say('unknown', parentForecast ? { kind: 'parent', of: parentForecast } : undefined);
  if (parent.elsewhere) return say('unknown', { kind: 'built-elsewhere' });
  if (step.missing !== undefined) return say('unknown', { kind: 'missing-source', source: step.missing });

  const inputs = step.inputs.map((one) => knownInput(one, results, digest));
  const keys = inputs.map(({ key }) => key);
  const own =
    parent.key !== undefined && keys.every((key) => key !== undefined)
      ? keyOf(
          digest,
          step.operation,
          parent.key,
          keys.filter((key) => key !== undefined),
        )
      : undefined;
  const unknown = unknownInput(step, progress);
  const unrecorded = unknown !== undefined || parent.unrecorded === true;
  const runs = (cause: Cause): StepForecast => say('run', cause, { key: own, fresh: true, others: [], unrecorded });
  const becauseOfParent: Cause | undefined =
    parentForecast && parent.fresh ? { kind: 'parent', of: parentForecast } : undefined;
  if (progress.noCache && (parent.fresh || !usesCacheAnyway(step, plan))) return runs({ kind: 'no-cache' });
  const again = rerunOf(step, byStep);
  // Not what a record holds, if there is one: that is found again later.
  const another: Result = { key: undefined, fresh: true, others: [], unrecorded: true };
  if (again?.verdict === 'run') return say('run', again.cause, another);

  const earlier = own === undefined ? undefined : made.get(own);
  if (earlier) {
    // BuildKit makes one step of two; the legacy builder finds in the second stage what the first has left.
    if (plan.builder !== 'buildkit') return say('reuse', undefined, { key: own, fresh: true, others: [] });
    if (earlier.step && definitionOf(step, progress) === definitionOf(earlier.step, progress))
      return runs(earlier.cause ?? { kind: 'own' });
    return say('depends', { kind: 'output', of: earlier }, { key: own, fresh: true, others: [] });
  }
  const record = own === undefined ? undefined : book.get(own);
  if (record && own !== undefined) {
    if (record.unsure) return say('unknown', { kind: 'failed-build' });
    const result: Result = { key: canonical(book, own), fresh: false, others: record.oneOf ?? [] };
    if (again) return say(again.verdict, again.cause, { ...another, others: [canonical(book, own), ...result.others] });
    if (progress.doubtful?.(own)) return say('unknown', { kind: 'pruned' });
    // It is found, but which of the two.
    return say('reuse', undefined, progress.madeAnew?.(step) ? { ...another, fresh: false, elsewhere: true } : result);
  }
  // What such a step was made from is not recorded either.
  if (unknown && !(parent.fresh && parent.others.length === 0)) return say('unknown', unknown);
  const parents = [...(parent.key === undefined ? [] : [parent.key]), ...parent.others];
  const candidates = parents.flatMap((key) => matching(book, step.operation, key, inputs));
  if (candidates.length > 0) {
    const others = [...new Set(candidates.map(({ key }) => canonical(book, key)))];
    return say('depends', dependsOn(step, progress, becauseOfParent), { key: undefined, fresh: true, others });
  }
  const elsewhere = book.isLoose(step.operation) || progress.mayHave?.(step) === true;
  if (elsewhere && !parent.fresh) return say('unknown', { kind: 'built-elsewhere' });
  return runs(becauseOfParent ?? { kind: 'own' });
}

/** Of the step that decides about what stands on it: that of a linked copy only when it is another one. */
function below(origin: Origin, byStep: Progress['byStep']): StepForecast | undefined {
  const forecast = origin.kind === 'step' ? byStep.get(origin.step) : undefined;
  const over = forecast?.verdict === 'reuse' ? forecast.step?.over : undefined;
  return over?.kind === 'step' ? below(over, byStep) : forecast;
}

/** BuildKit takes the directory of a WORKDIR on a step that is there even when it is told not to use the cache: 0.8 to 0.25 do. */
function usesCacheAnyway({ instruction }: PlannedStep, { builder }: Plan): boolean {
  return builder === 'buildkit' && instruction.kind === 'WORKDIR';
}

/** Why something the step reads cannot be known: by itself, or because nothing is known of the step that makes it. */
function unknownInput({ inputs }: PlannedStep, { results, byStep }: Progress): Cause | undefined {
  for (const input of inputs) {
    if (input.kind === 'unknown') return { kind: 'unknown', reason: input.reason };
    if (input.kind !== 'output') continue;
    const result = results.get(input.of);
    const of = !result || result.unrecorded ? byStep.get(input.of) : undefined;
    if (of) return { kind: 'parent', of };
  }
  return undefined;
}

interface Rerunning {
  readonly verdict: 'run' | 'depends' | 'unknown';
  readonly cause: Cause;
}

/** Whether it runs although there is a record of it, or may; undefined: it does not. */
function rerunOf({ reruns }: PlannedStep, byStep: Progress['byStep']): Rerunning | undefined {
  let open: Rerunning | undefined;
  for (const { with: other, unsure } of reruns) {
    const of = other === 'every build' ? undefined : byStep.get(other);
    if (of?.verdict === 'reuse') continue;
    const cause: Cause = of ? { kind: 'output', of } : { kind: 'every-build' };
    if (unsure) open ??= { verdict: 'unknown', cause: { kind: 'unknown', reason: unsure } };
    else if (!of || of.verdict === 'run') return { verdict: 'run', cause };
    else open ??= { verdict: of.verdict === 'depends' ? 'depends' : 'unknown', cause };
  }
  return open;
}

/** Records that the step may turn out to be: equal in what is known for certain. */
function matching(
  book: RecordBook,
  operation: string,
  parent: string,
  inputs: readonly KnownInput[],
): readonly StepRecord[] {
  return book.alike(operation, parent).filter((record) => mayBeSame(inputs, record));
}

function dependsOn(step: PlannedStep, { byStep }: Progress, becauseOfParent: Cause | undefined): Cause {
  if (becauseOfParent) return becauseOfParent;
  for (const input of step.inputs) {
    const of = input.kind === 'output' ? byStep.get(input.of) : undefined;
    if (of && of.verdict !== 'reuse') return { kind: 'output', of };
  }
  return { kind: 'similar' };
}

/** Equal for steps that BuildKit cannot tell apart even before it looks into the cache. */
function definitionOf(step: PlannedStep, progress: Pick<Progress, 'definitions' | 'digest'>): string {
  const { definitions, digest } = progress;
  const known = definitions.get(step);
  if (known !== undefined) return known;
  const of = (origin: Origin | undefined): string => {
    if (origin?.kind !== 'step') return origin?.kind === 'fixed' ? origin.key : '';
    const { step: other } = origin;
    return other.over ? digest([definitionOf(other, progress), of(other.over)]) : definitionOf(other, progress);
  };
  const definition = digest([
    step.definition,
    of(step.parent),
    ...step.inputs.map((input) => (input.kind === 'output' ? of({ kind: 'step', step: input.of }) : '')),
  ]);
  definitions.set(step, definition);
  return definition;
}

function skipped(instruction: Instruction, stage: Stage): StepForecast {
  return {
    step: undefined,
    instruction,
    stage,
    verdict: 'skipped',
    cause: { kind: 'unused-stage' },
    result: undefined,
  };
}
