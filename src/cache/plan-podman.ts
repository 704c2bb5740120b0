import type { ArgInstruction, CopyInstruction, Instruction, Stage } from '../dockerfile/model';
import { copyPaths, isRemote } from './copy-parts';
import { originalText } from './original-text';
import type { Origin, PlannedStep, Unknown } from './plan';
import { makeStep, type PlanContext, type Planned, type StageEnd, startStage, type Work } from './plan-stage';
import { afterArg, afterEnv, type StageState, type StateRules } from './stage-state';
import { fromContext, fromElsewhere, joinReads, nothingRead, type Reads, unknown } from './step-inputs';

interface Surroundings {
  /** In front of the instruction and behind it. */
  readonly state: StageState;
  readonly next: StageState;
  /** Names whose value may be that of an earlier build. */
  readonly doubtful: ReadonlySet<string>;
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
  const steps: PlannedStep[] = [];
  const unsupported = notSupported(stage, context);
  let origin: Origin = unsupported ? { kind: 'unknown', reason: unsupported } : start.origin;
  // Arguments are not passed on from stage to stage.
  let state: StageState = { ...start.state, args: new Map() };
  let doubtful: ReadonlySet<string> = new Set();
  for (const planned of start.work) {
    const { instruction } = planned;
    const text = textOf(planned, stage, context);
    const next = afterInstruction(state, instruction, rules);
    const work = next && workOf(instruction, { state, next, doubtful, text, stage, context });
    if (!work) origin = { kind: 'unknown', reason: { kind: 'variable-unknown', detail: instruction.argument.text } };
    const made = { stage, planned, number: steps.length };
    const step = makeStep(made, origin, work ?? { parts: {}, reads: nothingRead }, context);
    steps.push(step);
    origin = { kind: 'step', step };
    doubtful = doubtfulAfter(doubtful, instruction, state);
    state = next ?? state;
  }
  return { origin, state, steps };
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

function afterInstruction(state: StageState, instruction: Instruction, rules: StateRules): StageState | undefined {
  if (instruction.kind === 'ENV') return afterEnv(state, instruction, rules);
  return instruction.kind === 'ARG' ? afterArg(state, instruction, rules) : state;
}

/** An ENV is reused by its text: what it makes of an ARG's value is then what it was. */
function doubtfulAfter(
  doubtful: ReadonlySet<string>,
  instruction: Instruction,
  state: StageState,
): ReadonlySet<string> {
  if (instruction.kind !== 'ENV' && instruction.kind !== 'ARG') return doubtful;
  const names = new Set(doubtful);
  const { kind } = instruction;
  for (const { key, value } of instruction.pairs) {
    const used = value?.variables ?? [];
    const isDoubtful = ({ name }: { readonly name: string }) =>
      doubtful.has(name) || (kind === 'ENV' && !state.env.has(name) && state.args.has(name));
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
function runWork({ state, doubtful, text }: Surroundings): Work | undefined {
  const declared = namesWithValue(state);
  if (declared.some((name) => doubtful.has(name))) return undefined;
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
