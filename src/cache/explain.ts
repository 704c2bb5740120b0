import type { Cause, StepForecast } from './forecast';
import type { PlannedStep } from './plan';
import type { BuildRecord, StepRecord } from './record-book';

/** Why a step is foretold what it is, in words for programs. */
export interface Reason {
  readonly kind: ReasonKind;
  /** A path, a name, an instruction or a sentence; never a value of an argument. Empty where there is nothing to add. */
  readonly detail: string;
}

export type ReasonKind =
  | 'unchanged'
  /** A file was changed in a way the builder does not notice. */
  | 'stale-context'
  | 'file-changed'
  | 'instruction-changed'
  | 'argument-changed'
  | 'variable-changed'
  | 'base-changed'
  | 'parent-changed'
  | 'stage-output'
  | 'no-record'
  | 'no-cache'
  | 'every-build'
  | 'unused-stage'
  | 'missing-source'
  | 'built-elsewhere'
  | 'cache-pruned'
  | 'failed-build'
  | 'remote-source'
  | 'base-unknown'
  | 'variable-unknown'
  | 'not-supported'
  | 'context-unreadable';

export interface Comparison {
  /** The last build of the same Dockerfile. */
  readonly last: BuildRecord | undefined;
  /** Digests of the context's files in the last build, by path. */
  readonly lastFiles: () => ReadonlyMap<string, string>;
  readonly argumentNames: ReadonlySet<string>;
}

export function explain(forecast: StepForecast, comparison: Comparison): Reason {
  const { step, cause } = forecast;
  if (!cause) {
    const stale = step?.stale[0];
    return stale === undefined ? { kind: 'unchanged', detail: '' } : { kind: 'stale-context', detail: stale };
  }
  switch (cause.kind) {
    case 'own':
      return step ? ownReason(step, comparison) : { kind: 'no-record', detail: '' };
    case 'parent':
      return { kind: 'parent-changed', detail: firstLine(rootOf(cause)) };
    case 'output':
      return { kind: 'stage-output', detail: cause.of.stage.name ?? String(cause.of.stage.index) };
    case 'similar':
      return { kind: 'stage-output', detail: '' };
    case 'unknown':
      return cause.reason;
    case 'missing-source':
      return { kind: 'missing-source', detail: cause.source };
    case 'pruned':
      return { kind: 'cache-pruned', detail: '' };
    default:
      return { kind: cause.kind, detail: '' };
  }
}

function ownReason(step: PlannedStep, { last, lastFiles, argumentNames }: Comparison): Reason {
  if (!last) return { kind: 'no-record', detail: '' };
  const before = earlier(step, last);
  // It is new, or no build has got past it.
  if (!before) return { kind: 'no-record', detail: '' };
  if (before.operation === step.operation) {
    const former = lastFiles();
    const changed = [...step.files].filter(([path, digest]) => former.get(path) !== digest).map(([path]) => path);
    const [first] = changed;
    if (first !== undefined) return { kind: 'file-changed', detail: first };
    if (
      step.files.size > 0 &&
      step.inputs.some((input, i) => input.kind === 'content' && input.key !== before.inputs[i])
    ) {
      return { kind: 'file-changed', detail: [...former.keys()].find((path) => !step.files.has(path)) ?? '' };
    }
    if (step.parent.kind === 'fixed' && step.parent.key !== before.parent) return { kind: 'base-changed', detail: '' };
    return { kind: 'parent-changed', detail: '' };
  }
  const names = new Set([...Object.keys(step.ingredients), ...Object.keys(before.ingredients)]);
  const different = [...names].filter((name) => step.ingredients[name] !== before.ingredients[name]);
  const variable = different.find((name) => name.startsWith('env:'))?.slice('env:'.length);
  if (different.includes('command') || variable === undefined) {
    return { kind: 'instruction-changed', detail: different.filter((name) => name !== 'environment').join(', ') };
  }
  return { kind: argumentNames.has(variable) ? 'argument-changed' : 'variable-changed', detail: variable };
}

/** The step in the last build that this one is: by what it does, else the one in its place. */
function earlier(step: PlannedStep, { steps }: BuildRecord): StepRecord | undefined {
  const stage = step.place.slice(0, step.place.lastIndexOf('/') + 1);
  const same = steps.filter(({ operation, place }) => operation === step.operation && place.startsWith(stage));
  const inPlace = steps.find(({ place }) => place === step.place);
  if (inPlace && (same.length === 0 || same.includes(inPlace))) {
    return inPlace;
  }
  return same[0];
}

/** Where a chain of steps that run because of the one below begins. */
export function rootOf(cause: Cause): StepForecast | undefined {
  let at = cause;
  for (;;) {
    if (at.kind !== 'parent') return undefined;
    if (at.of.cause?.kind !== 'parent') return at.of;
    at = at.of.cause;
  }
}

function firstLine(forecast: StepForecast | undefined): string {
  if (!forecast) return '';
  const { kind, flags, argument } = forecast.instruction;
  const options = flags.map(({ name, value }) => `--${name}${value === undefined ? '' : `=${value.raw}`}`);
  return [kind, ...options, argument.text].join(' ').split('\n')[0]?.slice(0, 120) ?? '';
}
