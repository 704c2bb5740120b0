import type { ArgInstruction, CopyInstruction, Instruction, PairsInstruction, Stage } from '../dockerfile/model';
import { copyPaths, isRemote } from './copy-parts';
import { originalText } from './original-text';
import type { Origin, PlannedStep, Unknown } from './plan';
import { type PlanContext, type Planned, planSteps, type StageEnd, startStage, type Work } from './plan-stage';
import { afterArg, afterEnv, type StageState, type StateRules, withoutArgs } from './stage-state';
import { fromContext, fromElsewhere, joinReads, nothingRead, type Reads, unknown } from './step-inputs';

interface PodmanState extends StageState {
  /** Names whose value may be that of an earlier build. */
  readonly doubtful: ReadonlySet<string>;
}

interface Surroundings {
  /** In front of the instruction and behind it. */
  readonly state: PodmanState;
  readonly next: PodmanState;
  /** The instruction as Podman keeps it in the image's history. */
  readonly text: string;
  readonly stage: Stage;
  readonly context: PlanContext;
}

/**
 * A stage as Podman 4.3 sees it: every instruction makes an image, which is taken again when its line in the history, as it is
 * written, and all lines below are the same. Copies are known by what they bring, RUNs by the arguments declared, and mounts not
 * at all: the files of one may change and the RUN is reused. Found by trying, with the line that each instruction leaves in an
 * image's history; other versions differ.
 */
export function planPodmanStage(
  stage: Stage,
  context: PlanContext,
): StageEnd & { readonly steps: readonly PlannedStep[] } {
  const { input, globals } = context;
  const start = startStage(stage, context, ({ id }) => ['image', id]);
  const { escape: escaper } = input.file;
  const rules: StateRules = { escaper, globals, buildArgs: input.buildArgs, oneList: false, moves: false };
  const unsupported = notSupported(stage, context);
  const origin: Origin = unsupported ? { kind: 'unknown', reason: unsupported } : start.origin;
  const state: PodmanState = { ...withoutArgs(start.state), doubtful: new Set() };
  return planSteps(
    stage,
    { ...start, origin, state },
    {
      after: (state, instruction) => afterInstruction(state, instruction, rules),
      workOf: (planned, state, next) => {
        const text = textOf(planned, stage, context);
        return workOf(planned.instruction, { state, next, text, stage, context }) ?? 'unknown';
      },
      isStep: () => true,
    },
    context,
  );
}

function notSupported(stage: Stage, { input, bases }: PlanContext): Unknown | undefined {
  const detail = (what: string): Unknown => ({ kind: 'not-supported', detail: what });
  if (!/^4\.3\./.test(input.engineVersion)) return detail(`Podman ${input.engineVersion}`);
  const base = bases.get(stage);
  const triggers = base?.kind === 'stage' && base.stage.instructions.some(({ kind }) => kind === 'ONBUILD');
  return triggers ? detail('ONBUILD in a stage that another one starts from') : undefined;
}

function textOf({ instruction, trigger }: Planned, stage: Stage, { input, bases }: PlanContext): string {
  if (trigger === undefined) return originalText(input.file.text, instruction.span.start, input.file.escape);
  const base = bases.get(stage);
  return (base?.kind === 'image' && input.imageFacts(base.reference)?.onbuild[trigger]) || '';
}

function afterInstruction(state: PodmanState, instruction: Instruction, rules: StateRules): PodmanState | undefined {
  switch (instruction.kind) {
    case 'ENV': {
      const next = afterEnv(state, instruction, rules);
      return next && { ...next, doubtful: doubtfulAfter(state, instruction) };
    }
    case 'ARG': {
      const next = afterArg(state, instruction, rules);
      return next && { ...next, doubtful: doubtfulAfter(state, instruction) };
    }
    default:
      return state;
  }
}

/** An ENV is reused by its text: what it makes of an ARG's value is then what it was. */
function doubtfulAfter(
  { doubtful, env, args }: PodmanState,
  { kind, pairs }: PairsInstruction | ArgInstruction,
): ReadonlySet<string> {
  const names = new Set(doubtful);
  for (const { key, value } of pairs) {
    const used = value?.variables ?? [];
    const isDoubtful = ({ name }: { readonly name: string }) =>
      doubtful.has(name) || (kind === 'ENV' && !env.has(name) && args.has(name));
    if (used.some(isDoubtful)) names.add(key.value);
    else if (kind === 'ENV') names.delete(key.value);
  }
  return names;
}

/** Undefined when a variable's value cannot be told. */
function workOf(instruction: Instruction, at: Surroundings): Work | undefined {
  switch (instruction.kind) {
    case 'RUN':
      return runWork(at);
    case 'ARG':
      return argWork(instruction, at);
    case 'COPY':
    case 'ADD':
      return copyWork(instruction, at);
    default:
      return { parts: { text: at.text }, reads: nothingRead };
  }
}

/** Arguments with a value, where an ENV of the same name counts instead, and the text. */
function runWork({ state, text }: Surroundings): Work | undefined {
  const declared = namesWithValue(state);
  if (declared.some((name) => state.doubtful.has(name))) return undefined;
  const values = declared.map((name) => [`env:${name}`, state.env.get(name) ?? state.args.get(name)] as const);
  return {
    parts: { kind: 'RUN', command: text.slice('RUN '.length), ...Object.fromEntries(values) },
    reads: nothingRead,
  };
}

/** The names that have a value, not the values, and not the text. */
function argWork({ pairs }: ArgInstruction, { next }: Surroundings): Work {
  return { parts: { kind: 'ARG', names: namesWithValue(next), more: pairs.length > 0 }, reads: nothingRead };
}

function namesWithValue({ args }: StageState): readonly string[] {
  return [...args].flatMap(([name, value]) => (value === undefined ? [] : [name])).sort();
}

const archive = /\.(?:tar|t[gbx]z|tbz2|tzst|gz|bz2|xz|zst)$/i;

function copyWork(copy: CopyInstruction, { state, stage, context }: Surroundings): Work | undefined {
  const { input } = context;
  const paths = copyPaths(copy, state, input.file.escape);
  if (!paths) return undefined;
  const { sources } = paths;
  const parts = { kind: copy.kind, destination: writtenDestination(copy) };
  if (copy.heredocs.length > 0) return { parts, reads: unknown('not-supported', 'heredocs') };
  const owner = copy.flags.filter(({ name }) => name === 'chown' || name === 'chmod');
  const flags = owner.map(({ name, value }) => [name, value?.raw]);
  const from = copy.from?.value?.value;
  const files = from === undefined ? fromFiles(copy, sources, context) : fromElsewhere(from, sources, stage, context);
  // Owner and mode count as what the files then have, which may be what they had.
  const reads = flags.length === 0 ? files : opaque(files);
  return { parts, reads: joinReads([reads, opaque(content(input.digest(['flags', ...flags])))]) };
}

function fromFiles({ kind, destination }: CopyInstruction, sources: readonly string[], context: PlanContext): Reads {
  const remote = kind === 'ADD' ? sources.filter(isRemote) : [];
  const local = sources.filter((source) => !remote.includes(source));
  const fetched = remote.map((address) => unknown('remote-source', address));
  if (local.length === 0) return joinReads(fetched);
  const files = fromContext(local, context);
  // An archive counts as what is in it.
  const unpacked = kind === 'ADD' && [...files.files.keys()].some((path) => archive.test(path));
  const names = content(context.input.digest(['names', files.names ?? []]));
  const folder = sources.length > 1 || /(?:^|\/)\.?$/.test(destination?.value ?? '');
  // A file's name counts where it is copied into a directory, and what is one only the image knows.
  return joinReads([...fetched, unpacked ? opaque(files) : files, folder && !unpacked ? names : opaque(names)]);
}

/** As it is written, variables included. */
function writtenDestination({ destination, json }: CopyInstruction): string | undefined {
  return json ? destination?.value : destination?.raw;
}

function content(key: string): Reads {
  return { ...nothingRead, inputs: [{ kind: 'content', key }] };
}

function opaque(reads: Reads): Reads {
  return {
    ...reads,
    inputs: reads.inputs.map((input) => (input.kind === 'content' ? { ...input, opaque: true } : input)),
  };
}
