import type { Instruction, Stage } from '../dockerfile/model';
import { parseDockerfile } from '../dockerfile/parse';
import type { Base } from './bases';
import type { GlobalArgs } from './global-args';
import type { Origin, PlannedStep, Rerun, Unknown } from './plan';
import type { PlanInput } from './plan-input';
import { type StageState, startState } from './stage-state';
import { nothingRead, type Reads } from './step-inputs';

/** Where a stage stands while it is planned, and how it ends. */
export interface StageEnd {
  readonly origin: Origin;
  readonly state: StageState;
}

/** What planning a stage needs to know beyond itself. */
export interface PlanContext {
  readonly input: PlanInput;
  readonly globals: GlobalArgs;
  readonly bases: ReadonlyMap<Stage, Base>;
  /** Of the stages planned so far. */
  readonly ends: ReadonlyMap<Stage, StageEnd>;
}

/** An instruction to plan: one of the stage, or a trigger of its base image. */
export interface Planned {
  readonly instruction: Instruction;
  readonly trigger: number | undefined;
}

export interface StageStart extends StageEnd {
  /** The base image's triggers and the stage's instructions without its FROM. */
  readonly work: readonly Planned[];
}

/** `keyOf` says what counts of an image to the builder. */
export function startStage(
  stage: Stage,
  { input, bases, ends }: PlanContext,
  imageKey: (facts: { readonly id: string; readonly layers: readonly string[] }) => unknown,
): StageStart {
  const own = stage.instructions.slice(1).map((instruction): Planned => ({ instruction, trigger: undefined }));
  const base = bases.get(stage) ?? { kind: 'unknown' };
  if (base.kind === 'scratch') {
    return { origin: { kind: 'fixed', key: input.digest('scratch') }, state: startState(undefined), work: own };
  }
  if (base.kind === 'stage') {
    const end = ends.get(base.stage);
    if (end) {
      const state = { ...end.state, onbuild: [] };
      return { origin: end.origin, state, work: [...triggers(end.state.onbuild), ...own] };
    }
  }
  const facts = base.kind === 'image' ? input.imageFacts(base.reference) : undefined;
  if (!facts) {
    const reason: Unknown = {
      kind: 'base-unknown',
      detail: base.kind === 'image' ? base.reference : (stage.from.imageWord?.raw ?? ''),
    };
    return { origin: { kind: 'unknown', reason }, state: startState(undefined), work: own };
  }
  return {
    origin: { kind: 'fixed', key: input.digest(imageKey(facts)) },
    state: startState(facts),
    work: [...triggers(facts.onbuild), ...own],
  };
}

function triggers(texts: readonly string[]): readonly Planned[] {
  return texts.flatMap((text, trigger) => {
    const instruction = parseDockerfile(`FROM scratch\n${text}\n`).instructions[1];
    return instruction ? [{ instruction, trigger }] : [];
  });
}

/** How a builder goes through the instructions of a stage. */
export interface StageRules<State extends StageState> {
  /** Behind the instruction; undefined when a variable's value cannot be told. */
  readonly after: (state: State, instruction: Instruction) => State | undefined;
  /** Undefined for an instruction that makes no step. */
  readonly workOf: (planned: Planned, state: State, next: State) => Work | 'unknown' | undefined;
  /** Whether an instruction makes a step whatever its variables are. */
  readonly isStep: (instruction: Instruction) => boolean;
}

/** The steps of a stage, each on the one before. */
export function planSteps<State extends StageState>(
  stage: Stage,
  start: { readonly origin: Origin; readonly state: State; readonly work: readonly Planned[] },
  { after, workOf, isStep }: StageRules<State>,
  context: PlanContext,
): StageEnd & { readonly steps: readonly PlannedStep[] } {
  const steps: PlannedStep[] = [];
  let { origin, state } = start;
  for (const planned of start.work) {
    const { instruction } = planned;
    const next = after(state, instruction);
    const work = next ? workOf(planned, state, next) : 'unknown';
    // What a variable decides is also what decides everything below it.
    if (work === 'unknown')
      origin = { kind: 'unknown', reason: { kind: 'variable-unknown', detail: instruction.argument.text } };
    if (work !== undefined && (work !== 'unknown' || isStep(instruction))) {
      const place = { stage, planned, number: steps.length };
      const step = makeStep(place, origin, work === 'unknown' ? nothingKnown : work, context);
      steps.push(step);
      origin = { kind: 'step', step };
    }
    state = next ?? state;
  }
  return { origin, state, steps };
}

/** What a step does and reads. */
export interface Work {
  /** What its key is made of, by name. */
  readonly parts: Readonly<Record<string, unknown>>;
  /** What tells it apart from another one with the same key. */
  readonly written?: unknown;
  readonly reads: Reads;
  readonly reruns?: readonly Rerun[];
  /** It does not stand on what is below it. */
  readonly linked?: boolean;
}

const nothingKnown: Work = { parts: {}, reads: nothingRead };

function makeStep(
  { stage, planned, number }: { readonly stage: Stage; readonly planned: Planned; readonly number: number },
  parent: Origin,
  { parts, reads, written, reruns = [], linked = false }: Work,
  { input: { digest } }: PlanContext,
): PlannedStep {
  const { instruction, trigger } = planned;
  return {
    instruction,
    stage,
    trigger,
    place: `${stage.name ?? stage.index}/${number}`,
    ...(linked ? { parent: { kind: 'fixed', key: digest('scratch') }, over: parent } : { parent }),
    operation: digest(parts),
    definition: digest([parts, written ?? '']),
    ingredients: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, digest([name, value ?? ''])])),
    reruns,
    ...reads,
  };
}
