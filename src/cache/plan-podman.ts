import type { Instruction, RunInstruction, Stage } from '../dockerfile/model';
import { isPodmanProxy } from './global-args';
import { originalText } from './original-text';
import type { Origin, PlannedStep, Unknown } from './plan';
import {
  type PlanContext,
  type Planned,
  planSteps,
  type StageEnd,
  type StageRules,
  startStage,
  type Work,
} from './plan-stage';
import { copyWork } from './podman-copies';
import { mountReads, mountReruns } from './podman-mounts';
import { type PodmanRules, podmanRules } from './podman-rules';
import { afterInstruction, argsWithValue, type PodmanState } from './podman-state';
import { type StateRules, withoutArgs } from './stage-state';
import { content, joinReads, nothingRead, opaque } from './step-inputs';

interface Surroundings {
  /** In front of the instruction and behind it. */
  readonly state: PodmanState;
  readonly next: PodmanState;
  /** The instruction as Podman keeps it in the image's history. */
  readonly text: string;
  readonly stage: Stage;
  readonly rules: PodmanRules;
  readonly context: PlanContext;
}

/**
 * A stage as Podman sees it: every instruction makes an image, which is taken again when its line in the history, as it is
 * written, and all lines below are the same. Copies are known by what they bring, RUNs by the arguments declared. Found by
 * trying, with the line that each instruction leaves in an image's history; in what versions differ is in `podman-rules.ts`.
 */
export function planPodmanStage(
  stage: Stage,
  context: PlanContext,
): StageEnd & { readonly steps: readonly PlannedStep[] } {
  const { input, globals } = context;
  const start = startStage(stage, context, ({ id }) => ['image', id]);
  const { escape: escaper } = input.file;
  const state: PodmanState = { ...withoutArgs(start.state), doubtful: new Set() };
  const rules = podmanRules(input.engineVersion);
  const unsupported = notSupported(stage, context, rules);
  const origin: Origin = unsupported ? { kind: 'unknown', reason: unsupported } : start.origin;
  if (!rules) return planSteps(stage, { ...start, origin, state }, nothingKnown, context);
  const values: StateRules = { escaper, globals, buildArgs: input.buildArgs, oneList: false, moves: false };
  // Of the same step another version may keep another line.
  const version = opaque(content(input.digest(['podman', input.engineVersion])));
  return planSteps(
    stage,
    { ...start, origin, state },
    {
      after: (state, instruction) => afterInstruction(state, instruction, values),
      workOf: (planned, state, next) => {
        const text = textOf(planned, stage, context);
        const work = workOf(planned.instruction, { state, next, text, stage, rules, context });
        return work ? { ...work, reads: joinReads([work.reads, version]) } : 'unknown';
      },
      isStep: () => true,
    },
    context,
  );
}

const nothingKnown: StageRules<PodmanState> = {
  after: (state) => state,
  workOf: () => ({ parts: {}, reads: nothingRead }),
  isStep: () => true,
};

function notSupported(
  stage: Stage,
  { input, bases }: PlanContext,
  rules: PodmanRules | undefined,
): Unknown | undefined {
  const detail = (what: string): Unknown => ({ kind: 'not-supported', detail: what });
  if (!rules) return detail(`Podman ${input.engineVersion}`);
  const base = bases.get(stage);
  const triggers = base?.kind === 'stage' && base.stage.instructions.some(({ kind }) => kind === 'ONBUILD');
  return triggers ? detail('ONBUILD in a stage that another one starts from') : undefined;
}

function textOf({ instruction, trigger }: Planned, stage: Stage, { input, bases }: PlanContext): string {
  if (trigger === undefined) return originalText(input.file.text, instruction.span.start, input.file.escape);
  const base = bases.get(stage);
  return (base?.kind === 'image' && input.imageFacts(base.reference)?.onbuild[trigger]) || '';
}

/** Undefined when a variable's value cannot be told. */
function workOf(instruction: Instruction, at: Surroundings): Work | undefined {
  switch (instruction.kind) {
    case 'RUN':
      return runWork(instruction, at);
    case 'ARG':
      return { parts: { kind: 'ARG', names: argNames(at), more: instruction.pairs.length > 0 }, reads: nothingRead };
    case 'COPY':
    case 'ADD':
      return copyWork(instruction, at);
    default:
      return { parts: { text: at.text }, reads: nothingRead };
  }
}

/** The names that have a value, not the values, and not the text; also those of proxies that are only passed. */
function argNames({ next, context }: Surroundings): readonly string[] {
  const passed = Object.keys(context.input.buildArgs).filter(isPodmanProxy);
  return [...new Set([...argsWithValue(next), ...passed])].sort();
}

/** Arguments with a value, where an ENV of the same name counts instead, and the text. */
function runWork(run: RunInstruction, { state, text, stage, rules, context }: Surroundings): Work | undefined {
  const declared = argsWithValue(state);
  if (declared.some((name) => state.doubtful.has(name))) return undefined;
  const values = declared.map((name) => [`env:${name}`, state.env.get(name) ?? state.args.get(name)] as const);
  const counts = declared.length > 0 ? rules.heredocsBesideArgs : rules.heredocs;
  // As they stand in the history: without blanks around them, and nothing in them is replaced.
  const bodies = run.heredocs.map(({ body }) => body.text.trim());
  return {
    parts: {
      kind: 'RUN',
      command: [text.slice('RUN '.length), ...(counts === 'yes' ? bodies : [])].join('\n'),
      ...Object.fromEntries(values),
    },
    reads: joinReads([
      ...mountReads(run, { stage, rules, context }),
      ...(counts === 'unsure' && bodies.length > 0
        ? [opaque(content(context.input.digest(['heredocs', bodies])))]
        : []),
    ]),
    reruns: mountReruns(run, { stage, rules, context }),
  };
}
