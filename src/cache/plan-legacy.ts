import type {
  CommandInstruction,
  CopyInstruction,
  Instruction,
  RunInstruction,
  Stage,
  Word,
} from '../dockerfile/model';
import { resolvePath } from '../shared/posix-path';
import { copyPaths, isRemote } from './copy-parts';
import { proxyArgs } from './global-args';
import { originalText } from './original-text';
import type { PlannedStep } from './plan';
import { buildkitAtLeast } from './plan-input';
import { type PlanContext, planSteps, type StageEnd, startStage, type Work } from './plan-stage';
import { afterArg, afterEnv, expandIn, type StageState, type StateRules, withoutArgs } from './stage-state';
import { fromContext, fromElsewhere, joinReads, nothingRead, type Reads, unknown } from './step-inputs';

interface Surroundings {
  readonly state: StageState;
  readonly next: StageState;
  readonly stage: Stage;
  readonly context: PlanContext;
}

/**
 * A stage as the legacy builder sees it: every instruction makes an image, which is taken again when its text (variables
 * expanded), the image below and the files it copies are the same.
 */
export function planLegacyStage(
  stage: Stage,
  context: PlanContext,
): StageEnd & { readonly steps: readonly PlannedStep[] } {
  const { input, globals } = context;
  const start = startStage(stage, context, ({ id }) => ['image', id]);
  const rules: StateRules = {
    escaper: input.file.escape,
    globals,
    buildArgs: input.buildArgs,
    oneList: false,
    moves: false,
  };
  return planSteps(
    stage,
    { ...start, state: withoutArgs(start.state) },
    {
      after: (state, instruction) => afterInstruction(state, instruction, rules, input.engineVersion),
      workOf: ({ instruction }, state, next) => workOf(instruction, { state, next, stage, context }) ?? 'unknown',
      isStep: () => true,
    },
    context,
  );
}

function afterInstruction(
  state: StageState,
  instruction: Instruction,
  rules: StateRules,
  engineVersion: string,
): StageState | undefined {
  switch (instruction.kind) {
    case 'ENV':
      return afterEnv(state, instruction, rules);
    case 'ARG':
      return afterArg(state, instruction, rules);
    case 'WORKDIR': {
      const path = instruction.whole && expandIn(state, instruction.whole, rules.escaper);
      if (path === undefined) return undefined;
      const workdir = resolvePath(state.workdir, path);
      // Engines before 23 keep a slash at the end.
      const slash =
        path.endsWith('/') && workdir !== '/' && path.startsWith('/') && !buildkitAtLeast(engineVersion, 23);
      return { ...state, workdir: slash ? `${workdir}/` : workdir };
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

/** Undefined when a variable's value cannot be told. */
function workOf(instruction: Instruction, at: Surroundings): Work | undefined {
  const { state, next } = at;
  const expand = (word: Word) => expandIn(state, word, at.context.input.file.escape);
  const parts = (rest: Readonly<Record<string, unknown>>): Work => ({
    parts: { kind: instruction.kind, ...rest },
    reads: nothingRead,
  });
  const words = (list: readonly Word[]): Work | undefined => {
    const texts = list.map(expand);
    return texts.includes(undefined) ? undefined : parts({ words: texts });
  };
  switch (instruction.kind) {
    case 'RUN':
      return { parts: runParts(instruction, at), reads: nothingRead };
    case 'COPY':
    case 'ADD':
      return copyWork(instruction, at);
    case 'ENV':
    case 'LABEL':
      return words(instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])));
    case 'ARG': {
      const texts = instruction.pairs.map(({ key, value }) => [key.value, value && expand(value)]);
      return parts({ words: texts });
    }
    case 'WORKDIR':
      return parts({ path: next.workdir });
    case 'USER':
      return parts({ user: next.user });
    case 'CMD':
    case 'ENTRYPOINT':
      return parts({ command: argv(instruction, state) });
    case 'EXPOSE': {
      // In whatever order.
      const ports = instruction.words.map(expand);
      return ports.includes(undefined) ? undefined : parts({ words: ports.sort() });
    }
    case 'VOLUME':
      return words(instruction.words);
    case 'STOPSIGNAL':
      return instruction.whole ? words([instruction.whole]) : parts({});
    case 'SHELL':
      return parts({ words: instruction.words?.map(({ value }) => value) });
    case 'ONBUILD':
      return parts({ text: triggerText(instruction, at.context) });
    default:
      return parts({
        text: instruction.argument.text,
        flags: instruction.flags.map(({ name, value }) => `${name}=${value?.raw}`).sort(),
      });
  }
}

/** What an ONBUILD leaves behind counts as it is written, with the blanks at its end. */
function triggerText({ span }: Instruction, { input: { file } }: PlanContext): string {
  return originalText(file.text, span.start, file.escape).replace(/^\s*onbuild\s*/i, '');
}

/** Arguments of the build that have a value and are no ENV, by name, and the command. */
function runParts(run: RunInstruction, { state, context }: Surroundings): Readonly<Record<string, unknown>> {
  const args = [...state.args].flatMap(([name, value]) =>
    value === undefined || state.env.has(name) ? [] : [[name, value] as const],
  );
  const sorted = args.sort(([a], [b]) => (a < b ? -1 : 1));
  const proxies = Object.keys(context.input.buildArgs).some((name) => proxyArgs.has(name) && !state.args.has(name));
  return {
    kind: 'RUN',
    command: argv(run, state),
    ...Object.fromEntries(sorted.map(([name, value]) => [`env:${name}`, value])),
    // One that is passed shows in the key although its value does not.
    prefixed: sorted.length > 0 || proxies,
  };
}

function argv({ command }: RunInstruction | CommandInstruction, { shell }: StageState): readonly string[] {
  return command.form === 'exec' ? command.words.map(({ value }) => value) : [...shell, command.script.text];
}

function copyWork(copy: CopyInstruction, { state, stage, context }: Surroundings): Work | undefined {
  const { input } = context;
  const paths = copyPaths(copy, state, input.file.escape);
  if (!paths) return undefined;
  const { sources, destination } = paths;
  const flags = copy.flags
    .filter(({ name }) => name === 'chown')
    .map(({ value }) => value && expandIn(state, value, input.file.escape));
  const from = copy.from?.value?.value;
  if (from !== undefined) {
    return {
      parts: { kind: copy.kind, destination, chown: flags[0] || undefined },
      reads: fromElsewhere(from, sources, stage, context),
    };
  }
  // What it is the same as was not found out.
  if (sources.includes(''))
    return { parts: { kind: copy.kind, destination }, reads: unknown('not-supported', 'an empty source') };
  const remote = copy.kind === 'ADD' ? sources.filter(isRemote) : [];
  const local = sources.filter((source) => !remote.includes(source));
  const reads: readonly Reads[] = [
    ...remote.map((address) => unknown('remote-source', address)),
    ...(local.length > 0 ? [fromContext(local, context)] : []),
  ];
  return { parts: { kind: copy.kind, destination, chown: flags[0] || undefined }, reads: joinReads(reads) };
}
