import type { Dockerfile, Instruction, Stage } from '../dockerfile/model';
import { expand, scopeBefore } from '../dockerfile/scope';
import type { Builder } from './builder';
import { neededStages, targetStage } from './needed-stages';
import { readStepName, type StepName } from './step-name';
import { mayPrint } from './step-text';

/** What is needed of a build's step (`engine/build-progress`): its last state. */
export interface BuildStep {
  readonly id: string;
  readonly name: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly cached: boolean;
  readonly seconds: number | undefined;
  /** Ids of the steps it is made from, where the builder tells. */
  readonly inputs?: readonly string[] | undefined;
}

/** What a build did, or does, with one instruction. */
export interface MatchedInstruction {
  readonly instruction: Instruction;
  readonly status: BuildStep['status'];
  readonly cached: boolean;
  /** Of its longest step that was not taken from the cache. */
  readonly seconds: number | undefined;
  /** Several for several platforms, for ADD of a URL, and for a FROM whose image has triggers. */
  readonly stepIds: readonly string[];
}

export interface MatchedSteps {
  /** By `Instruction.index`. */
  readonly instructions: ReadonlyMap<number, MatchedInstruction>;
  /** Ids of numbered steps that belong to no instruction of this file, as far as anybody can tell. */
  readonly unmatched: readonly string[];
}

interface NamedStep extends StepName {
  readonly step: BuildStep;
}

/**
 * Which instruction each step of a build belongs to, by stage, number and text. BuildKit numbers what makes a layer within its
 * stage (triggers of the base image first), names equal steps of two stages after the first, and gives an ADD of a URL two
 * steps. The legacy builder numbers all instructions of the file, Podman those of each stage. `target` is the stage the build
 * stops at; undefined: the last one.
 */
export function matchSteps(
  file: Dockerfile,
  steps: Iterable<BuildStep>,
  builder: Builder,
  target: string | undefined,
): MatchedSteps {
  const named: NamedStep[] = [];
  for (const step of steps) {
    const name = readStepName(step.name);
    if (name) named.push({ ...name, step });
  }
  const found = new Map<Instruction, NamedStep[]>();
  const unmatched: string[] = [];
  const add = (instruction: Instruction | undefined, step: NamedStep) => {
    if (instruction) found.set(instruction, [...(found.get(instruction) ?? []), step]);
    else unmatched.push(step.step.id);
  };
  if (builder === 'buildkit') matchBuildkit(file, named, add);
  else if (builder === 'podman') matchPodman(file, named, add);
  else for (const step of named) add(findByNumber(file, step), step);
  if (builder === 'buildkit') addMerged(builtStages(file, target, found), found);
  const instructions = [...found].map(
    ([instruction, list]) => [instruction.index, summary(instruction, list, builder)] as const,
  );
  return { instructions: new Map(instructions), unmatched };
}

function matchBuildkit(file: Dockerfile, steps: readonly NamedStep[], add: Add): void {
  const groups = new Map<string, NamedStep[]>();
  for (const step of steps) {
    const key = `${step.platform ?? ''} ${step.stage ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  for (const group of groups.values()) {
    const stage = stageOf(file, group);
    if (stage) matchStage(file, stage, group, add);
    else for (const step of group) add(undefined, step);
  }
}

type Add = (instruction: Instruction | undefined, step: NamedStep) => void;

function stageOf({ stages }: Dockerfile, [first]: readonly NamedStep[]): Stage | undefined {
  if (first?.stage === undefined) return stages.length === 1 ? stages[0] : undefined;
  const { stage: name, total } = first;
  const sameName = stages.filter((stage) => stage.name === name);
  if (sameName.length > 1) return sameName.find((stage) => layersOf(stage).length + startsOf(stage) === total);
  const number = /^stage-(\d+)$/.exec(name)?.[1];
  return sameName[0] ?? (number === undefined ? undefined : stages[Number(number)]);
}

/** What makes a step of its own: the other instructions only change what these see. */
export function layersOf(stage: Stage): readonly Instruction[] {
  return stage.instructions.filter(
    ({ kind }) => kind === 'RUN' || kind === 'COPY' || kind === 'ADD' || kind === 'WORKDIR',
  );
}

/** A FROM is numbered when it names an image. */
function startsOf({ base }: Stage): number {
  return base.kind === 'scratch' || base.kind === 'stage' ? 0 : 1;
}

function matchStage(file: Dockerfile, stage: Stage, group: readonly NamedStep[], add: Add): void {
  const counted = layersOf(stage);
  const layers = counted.filter((layer) => !isRootWorkdir(file, layer));
  const steps = [...group].sort((a, b) => a.index - b.index);
  const starts = steps.some(({ text }) => text.startsWith('FROM ')) ? 1 : startsOf(stage);
  const triggers = triggerCount(steps, counted.length - layers.length);
  let next = 0;
  let current: { readonly index: number; readonly instruction: Instruction | undefined } | undefined;
  for (const step of steps) {
    if (step.text.startsWith('FROM ')) {
      add(stage.from, step);
    } else if (step.onbuild || (step.index > starts && step.index <= starts + triggers)) {
      add(stage.from, step);
    } else if (current?.index === step.index) {
      // The second step of an ADD of a URL.
      add(current.instruction, step);
    } else if (step.text.startsWith('LINK ')) {
      add(layers[next - 1], step);
    } else {
      // Where the build's arguments make a WORKDIR the root, an instruction stands further down than its number says.
      let at = Math.max(next, step.index - 1 - starts - triggers);
      while (at < layers.length && !mayPrint(layers[at] ?? stage.from, step.text)) at++;
      const instruction = layers[at];
      current = { index: step.index, instruction };
      if (instruction) next = at + 1;
      add(instruction, step);
    }
  }
}

/** A WORKDIR of the root is in the total, but makes no step and has no number. */
function isRootWorkdir(file: Dockerfile, layer: Instruction): boolean {
  if (layer.kind !== 'WORKDIR' || !layer.whole) return false;
  return /^\/+$/.test(expand(layer.whole, scopeBefore(file, layer)) ?? '');
}

/** BuildKit 0.8 neither marks nor counts the triggers of a base image: numbers run over the total instead. */
function triggerCount(steps: readonly NamedStep[], silent: number): number {
  const marked = new Set(steps.filter(({ onbuild }) => onbuild).map(({ index }) => index)).size;
  if (marked > 0) return marked;
  const last = steps.at(-1);
  return last && last.index > last.total - silent ? last.index - last.total + silent : 0;
}

/** Stages that have a step of their own, or are needed as far as the file alone tells: a variable may name any of them. */
function builtStages(
  file: Dockerfile,
  target: string | undefined,
  found: ReadonlyMap<Instruction, unknown>,
): readonly Stage[] {
  const last = targetStage(file, target);
  if (!last || file.stages.some(({ base }) => base.kind === 'unknown')) return file.stages;
  const bases = new Map(
    file.stages.flatMap((stage) => (stage.base.kind === 'stage' ? [[stage, stage.base] as const] : [])),
  );
  const needed = neededStages(file, last, { builder: 'buildkit', bases });
  return file.stages.filter((stage) => needed.includes(stage) || layersOf(stage).some((layer) => found.has(layer)));
}

/** Equal steps of two stages are one, named after the first: the second stage's instruction is found through its neighbours. */
function addMerged(stages: readonly Stage[], found: Map<Instruction, NamedStep[]>): void {
  const ends = new Map<Stage, readonly NamedStep[] | undefined>();
  for (const stage of stages) {
    const { base } = stage;
    const started = [...found.values()].length > 0 && layersOf(stage).some((layer) => found.has(layer));
    let previous = base.kind === 'stage' ? ends.get(base.stage) : found.get(stage.from);
    if (base.kind === 'image' && !previous && started) {
      previous = equalStart(stages, stage, found);
      if (previous) found.set(stage.from, [...previous]);
    }
    const layers = layersOf(stage);
    for (const [number, layer] of layers.entries()) {
      const own = found.get(layer);
      if (!own) {
        const merged = mergedStep(layer, layers[number + 1], previous, found);
        if (merged) found.set(layer, [merged]);
      }
      previous = found.get(layer) ?? (layer.kind === 'WORKDIR' ? previous : undefined);
    }
    ends.set(stage, previous);
  }
}

function equalStart(stages: readonly Stage[], { base }: Stage, found: ReadonlyMap<Instruction, NamedStep[]>) {
  for (const other of stages) {
    const steps = found.get(other.from);
    const same = base.kind === 'image' && other.base.kind === 'image' && other.base.image.text === base.image.text;
    if (steps && same) return steps.filter(({ text }) => text.startsWith('FROM '));
  }
  return undefined;
}

/** A step of another instruction with this one's text that stands on the same step, or that the next instruction stands on. */
function mergedStep(
  layer: Instruction,
  next: Instruction | undefined,
  previous: readonly NamedStep[] | undefined,
  found: ReadonlyMap<Instruction, NamedStep[]>,
): NamedStep | undefined {
  const below = new Set(next && found.get(next)?.flatMap(({ step }) => step.inputs ?? []));
  const above = new Set(previous?.map(({ step }) => step.id));
  for (const [other, steps] of found) {
    if (other.kind !== layer.kind || other === layer) continue;
    for (const step of steps) {
      const joined = below.has(step.step.id) || step.step.inputs?.some((id) => above.has(id));
      if (joined && mayPrint(layer, step.text)) return step;
    }
  }
  return undefined;
}

function findByNumber({ instructions }: Dockerfile, step: NamedStep): Instruction | undefined {
  return ifPrints(instructions[step.index - 1], step);
}

/** These builders mark no triggers: an ONBUILD in front is the instruction itself. */
function ifPrints(instruction: Instruction | undefined, { onbuild, text }: NamedStep): Instruction | undefined {
  return instruction && mayPrint(instruction, onbuild ? `ONBUILD ${text}` : text) ? instruction : undefined;
}

/** Podman numbers stages, where there are several, and the instructions of each from its FROM on. */
function matchPodman(file: Dockerfile, steps: readonly NamedStep[], add: Add): void {
  const groups = new Map<string | undefined, NamedStep[]>();
  for (const step of steps) groups.set(step.stage, [...(groups.get(step.stage) ?? []), step]);
  for (const [name, group] of groups) {
    const stage = file.stages[Number(/^(\d+)\/\d+$/.exec(name ?? '1/1')?.[1]) - 1];
    const started = group.find(({ index }) => index === 1);
    for (const step of group) {
      // Triggers of the base image stand behind the FROM, whose own total does not count them yet.
      const triggers = started && step !== started ? step.total - started.total : 0;
      const instruction = stage?.instructions[step.index - 1 - triggers];
      if (stage && (step === started || step.index - 1 <= triggers)) add(stage.from, step);
      else add(ifPrints(instruction, step), step);
    }
  }
}

function summary(instruction: Instruction, steps: readonly NamedStep[], builder: Builder): MatchedInstruction {
  const own = steps.filter(({ text }) => !text.startsWith('LINK '));
  const byName = new Map<string, BuildStep[]>();
  for (const { step } of own.length > 0 ? own : steps) {
    byName.set(step.name, [...(byName.get(step.name) ?? []), step]);
  }
  // Of two steps of one name the first fetches a URL and always runs; what counts is the one that copies.
  const counted = [...byName.values()].map(
    (list) => list.find(({ inputs }) => inputs && inputs.length > 0) ?? list.find(({ cached }) => cached) ?? list[0],
  );
  const states = steps.map(({ step }) => step.status);
  const seconds = steps.flatMap(({ step }) => step.seconds ?? []);
  return {
    instruction,
    status: states.includes('failed')
      ? 'failed'
      : states.includes('running')
        ? 'running'
        : states.every((state) => state === 'done')
          ? 'done'
          : states.includes('done')
            ? 'running'
            : 'waiting',
    cached: counted.every((step) => step?.cached || (builder === 'buildkit' && step && wasThere(step))),
    seconds: seconds.length > 0 ? Math.max(...seconds) : undefined,
    stepIds: [...new Set(steps.map(({ step }) => step.id))],
  };
}

/**
 * BuildKit never says of a step without inputs (of an image, or on scratch) that it took it from the cache; it only takes no time,
 * while making even an empty layer takes many milliseconds.
 */
function wasThere({ status, inputs, seconds }: BuildStep): boolean {
  return status === 'done' && inputs?.length === 0 && seconds !== undefined && seconds < 0.003;
}
