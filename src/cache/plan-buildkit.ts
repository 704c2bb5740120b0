import { cleanSource } from '../context/content-paths';
import type { CopyInstruction, Instruction, RunInstruction, Stage } from '../dockerfile/model';
import { expandGlobal } from './bases';
import { runParts } from './buildkit-run';
import { absoluteDestination, copyPaths, excludedBy, isRemote, modePart, ownerPart, sourceName } from './copy-parts';
import { expandedMounts } from './expanded-mounts';
import type { PlannedStep } from './plan';
import { buildkitAtLeast } from './plan-input';
import { type PlanContext, planSteps, type StageEnd, startStage, type Work } from './plan-stage';
import { afterArg, afterEnv, afterWorkdir, expandIn, type StageState, type StateRules, setAgain } from './stage-state';
import { fromContext, fromElsewhere, joinReads, nothingRead, type Reads, unknown } from './step-inputs';

/**
 * A stage as BuildKit sees it: RUN, COPY, ADD and WORKDIR make steps, the other instructions only change what those see. The key
 * of a step is what it does and the key of the step it stands on; what it copies or mounts counts by its content.
 */
export function planBuildkitStage(
  stage: Stage,
  context: PlanContext,
): StageEnd & { readonly steps: readonly PlannedStep[] } {
  const { input, globals } = context;
  // Labels and commands of an image do not matter to what is built on it, and the rest is part of the steps' own keys.
  const start = startStage(stage, context, ({ layers }) => ['layers', layers]);
  const rules: StateRules = {
    escaper: input.file.escape,
    globals,
    buildArgs: input.buildArgs,
    oneList: true,
    moves: true,
  };
  const platform = platformOf(stage, context);
  return planSteps(
    stage,
    { ...start, state: setAgain(start.state) },
    {
      after: (state, instruction) => afterInstruction(state, instruction, rules),
      workOf: ({ instruction }, state, next) => workOf(instruction, { state, next, stage, platform, context }),
      isStep: isLayer,
    },
    context,
  );
}

function isLayer({ kind }: Instruction): boolean {
  return kind === 'RUN' || kind === 'COPY' || kind === 'ADD' || kind === 'WORKDIR';
}

function afterInstruction(state: StageState, instruction: Instruction, rules: StateRules): StageState | undefined {
  switch (instruction.kind) {
    case 'ENV':
      return afterEnv(state, instruction, rules);
    case 'ARG':
      return afterArg(state, instruction, rules);
    case 'WORKDIR': {
      const path = instruction.whole && expandIn(state, instruction.whole, rules.escaper);
      return path === undefined ? undefined : afterWorkdir(state, path);
    }
    case 'USER': {
      const user = instruction.whole && expandIn(state, instruction.whole, rules.escaper);
      return user === undefined ? undefined : { ...state, user };
    }
    case 'ONBUILD':
      return { ...state, onbuild: [...state.onbuild, instruction.argument.text] };
    case 'SHELL':
      return instruction.words ? { ...state, shell: instruction.words.map(({ value }) => value) } : state;
    default:
      return state;
  }
}

interface Surroundings {
  /** In front of the instruction and behind it. */
  readonly state: StageState;
  readonly next: StageState;
  readonly stage: Stage;
  readonly platform: string;
  readonly context: PlanContext;
}

/** Undefined for an instruction that makes no step. */
function workOf(instruction: Instruction, at: Surroundings): Work | 'unknown' | undefined {
  switch (instruction.kind) {
    case 'RUN':
      return runWork(instruction, at);
    case 'COPY':
    case 'ADD':
      return copyWork(instruction, at);
    case 'WORKDIR':
      // The root is there already.
      if (at.next.workdir === '/') return undefined;
      return workdirWork(at);
    default:
      return undefined;
  }
}

/** The time of a reproducible build is the directory's in 28.5, and not in 26.1; what is between was not tried. */
function workdirWork({ state, next, platform, context }: Surroundings): Work {
  const { buildArgs, engineVersion } = context.input;
  const time = (buildkitAtLeast(engineVersion, 27) && buildArgs.SOURCE_DATE_EPOCH) || undefined;
  return {
    parts: { kind: 'WORKDIR', path: next.workdir, user: state.user, platform, time },
    reads:
      time === undefined || buildkitAtLeast(engineVersion, 28, 5)
        ? nothingRead
        : unknown('not-supported', 'SOURCE_DATE_EPOCH'),
  };
}

function runWork(run: RunInstruction, { state, stage, platform, context }: Surroundings): Work {
  const { engineVersion, network, hosts } = context.input;
  const settings = { platform, cacheIds: !buildkitAtLeast(engineVersion, 26), network, hosts };
  const mounts = expandedMounts(run, state, context.input);
  const parts = { kind: 'RUN', ...runParts({ ...run, mounts: mounts ?? run.mounts }, state, settings) };
  if (!mounts) return { parts, reads: unknown('not-supported', 'variables of mounts') };
  const reads = mounts.flatMap((mount): readonly Reads[] => {
    const source = mount.source ?? '.';
    if (mount.type !== 'bind' && mount.from === undefined) return [];
    if (`${source}${mount.from ?? ''}`.includes('$')) return [unknown('variable-unknown', mount.flag.value?.raw ?? '')];
    // Only COPY takes the number of a stage.
    if (mount.from !== undefined && /^\d+$/.test(mount.from)) return [unknown('base-unknown', mount.from)];
    if (mount.from !== undefined) return [fromElsewhere(mount.from, [`/${cleanSource(source)}`], stage, context)];
    return [fromContext([source], context)];
  });
  return { parts, reads: joinReads(reads), written: run.mounts.map(({ from }) => from) };
}

function copyWork(copy: CopyInstruction, { state, stage, platform, context }: Surroundings): Work | 'unknown' {
  const { input } = context;
  const paths = copyPaths(copy, state, input.file.escape);
  if (!paths) return 'unknown';
  const { sources, destination } = paths;
  const flag = (name: string) => {
    const value = copy.flags.findLast((one) => one.name === name)?.value;
    return value && expandIn(state, value, input.file.escape);
  };
  const flags = copy.flags.filter(({ name }) => name === 'exclude' || name === 'parents' || name === 'keep-git-dir');
  const parts = {
    kind: copy.kind,
    sources: flags.some(({ name }) => name === 'parents') ? sources : sources.map(sourceName),
    destination: absoluteDestination(destination, state.workdir),
    chown: ownerPart(flag('chown')),
    chmod: modePart(flag('chmod'), input.engineVersion),
    flags: flags.map(({ name, value }) => [name, value && (expandIn(state, value, input.file.escape) ?? value.raw)]),
    texts: copy.heredocs.map(({ name, body, expand }) => [name, body.text, expand && valuesIn(body.text, state)]),
    platform,
  };
  const link = copy.flags.findLast(({ name }) => name === 'link');
  return {
    parts,
    linked: input.linksLayers && link !== undefined && link.value?.value !== 'false',
    reads: copyReads(copy, sources, { state, stage, context }),
    written: [sources, copy.from?.value?.value],
  };
}

function copyReads(
  copy: CopyInstruction,
  sources: readonly string[],
  { state, stage, context }: Pick<Surroundings, 'state' | 'stage' | 'context'>,
): Reads {
  // Which directories above a file count then, was not tried.
  if (copy.flags.some(({ name }) => name === 'parents')) return unknown('not-supported', '--parents');
  const { engineVersion, file } = context.input;
  const excluded = excludedBy(copy, state, file.escape);
  // Tried with the frontend of 28.5 only.
  const tried = buildkitAtLeast(engineVersion, 28, 5) && !file.directives.some(({ name }) => name === 'syntax');
  if (excluded === undefined || (excluded !== 'nothing' && !tried)) return unknown('not-supported', '--exclude');
  const from = copy.from?.value?.value;
  if (from !== undefined) return fromElsewhere(from, sources, stage, context);
  const remote = copy.kind === 'ADD' ? sources.filter(isRemote) : [];
  const local = sources.filter((source) => !remote.includes(source));
  const pinned = copy.flags.some(({ name }) => name === 'checksum');
  const fetched = remote.map((address) => (pinned ? nothingRead : unknown('remote-source', address)));
  return joinReads([
    ...fetched,
    ...(local.length > 0 ? [fromContext(local, context, excluded === 'nothing' ? undefined : excluded)] : []),
  ]);
}

/** Values of the variables in a heredoc, which the builder puts into it. */
function valuesIn(text: string, { env }: StageState): readonly unknown[] {
  const names = new Set(text.match(/(?<=\$\{?)[A-Za-z_]\w*/g));
  return [...names].map((name) => [name, env.get(name)]);
}

/** Of the stage, or of the whole build. */
function platformOf({ from }: Stage, { input, globals }: PlanContext): string {
  const written = from.platform?.value;
  return (written && expandGlobal(written.parts, globals, input.file.escape)) || input.platform;
}
