import type { ArgInstruction, Instruction, Pair } from '../../dockerfile/model';
import { hasDependencyWork, isDependencyWork } from '../flow/dependency-work';
import type { RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { variableUses } from '../flow/variable-use';
import { wordsOf } from '../flow/words';
import { moveArg } from '../order/move-arg';
import { isRelease, type Volatility, volatility } from '../order/volatile-arg';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** A commit or a date in scope is part of the key of every RUN below it, used or not. */
export const volatileArgBeforeRun: Rule = {
  id: 'volatile-arg-before-run',
  summary: 'Declare build arguments that change with every build below the steps that do not use them',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE005' },
  docs: {
    why: 'A build argument that has a value is in the environment of every later `RUN` of the stage, whether the command mentions it or not, and so in its cache key. A commit, a build number or a date changes with every build: the dependencies are installed each time.',
    notes:
      'Without `--build-arg` the argument has no value and the local build looks fine; it is the build server that pays. The fix moves the declaration, with the `ENV` and `LABEL` lines made from it, to its first user. A `RUN` that calls a script or a build tool counts as a user, because it may read the environment, unless the value is there for labels only.',
    bad: [
      'FROM node:22\nARG GIT_COMMIT\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nENV APP_COMMIT=$GIT_COMMIT\nRUN npm run build\n',
      'FROM debian:12\nARG BUILD_DATE\nRUN apt-get update && apt-get install -y curl\nLABEL built=$BUILD_DATE\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nARG GIT_COMMIT\nRUN npm run build\n',
      'FROM debian:12\nARG VCPKG_COMMIT=0123456789abcdef0123456789abcdef01234567\nRUN apt-get update && apt-get install -y git\n',
      'ARG GIT_COMMIT\nFROM debian:12\nRUN apt-get update && apt-get install -y git\n',
    ],
  },
  when: { has: ['ARG'] },
  *check(file) {
    for (const flow of flowOf(file).stages) {
      let candidates: Candidates | undefined;
      for (const instruction of flow.stage.instructions) {
        if (instruction.kind !== 'ARG') continue;
        for (const pair of instruction.pairs) {
          const kind = volatility(file.dockerfile, pair, instruction);
          if (!kind) continue;
          candidates ??= candidatesOf(file, flow);
          const users = variableUses(file, flow).mentions(pair.key.value);
          const run = firstSpoiled(candidates, instruction, users, kind);
          if (run) yield finding(file, flow, instruction, pair, run);
        }
      }
    }
  },
};

/** Expensive RUN instructions of the stage, and where the source comes in. */
interface Candidates {
  readonly runs: readonly RunStep[];
  /** They may read variables that they do not name. */
  readonly opaque: ReadonlySet<Instruction>;
  readonly source: number;
}

function candidatesOf(file: LintFile, flow: StageFlow): Candidates {
  const source = flow.steps.find((step) => step.kind === 'copy' && (step.wide || step.builtFromSource));
  const runs = flow.steps.filter((step) => step.kind === 'run' && step.stage === flow.stage) as readonly RunStep[];
  return {
    runs: runs.filter(hasDependencyWork),
    opaque: new Set(variableUses(file, flow).opaque),
    source: source?.instruction.index ?? Number.POSITIVE_INFINITY,
  };
}

/** The first expensive RUN of the stage behind the ARG that has no use for it. */
function firstSpoiled(
  { runs, opaque, source }: Candidates,
  arg: ArgInstruction,
  users: readonly Instruction[],
  kind: Volatility,
) {
  // With the source changes the commit: what is below runs again anyway.
  const end = kind === 'commit' ? source : Number.POSITIVE_INFINITY;
  const named = new Set(users);
  // What goes into labels is there for them; no script looks for it.
  const forLabels = users.length > 0 && users.every(({ kind: user }) => user === 'LABEL');
  return runs.find(
    ({ instruction }) =>
      instruction.index > arg.index &&
      instruction.index < end &&
      !named.has(instruction) &&
      (forLabels || !opaque.has(instruction)),
  );
}

function finding(file: LintFile, flow: StageFlow, arg: ArgInstruction, { key }: Pair, run: RunStep): RuleFinding {
  const installs = run.commands.find((command) => command.recognised && isDependencyWork(command));
  const heavy = installs ?? run.commands.find(isDependencyWork) ?? run.commands[0];
  const { start, end } = heavy?.recognised?.span ?? heavy?.command.span ?? run.instruction.keywordSpan;
  const what = shortened(wordsOf(file, { start, end }));
  return {
    span: key.span,
    instruction: arg,
    message: `${key.value} changes with every ${isRelease(key.value) ? 'release' : 'build'} and is part of the cache key of every RUN below, so \`${what}\` runs again each time without using it. Declare it right above its first user.`,
    related: [{ span: { start, end }, message: 'Runs again whenever the value changes.' }],
    fixes: () => moveFix(file, flow, arg, key.value, run),
  };
}

/** As many words as a message has room for. */
function shortened(words: string): string {
  return words.length > 60 ? `${/^\S+(?:\s+\S+)*(?=\s)/.exec(words.slice(0, 60))?.[0] ?? words.slice(0, 57)} …` : words;
}

function moveFix(file: LintFile, flow: StageFlow, arg: ArgInstruction, name: string, run: RunStep): Fix | undefined {
  const fix = moveArg(file, flow, arg, name, { past: run.instruction });
  // A RUN in front of it may use the value: then the one reported runs again all the same.
  return fix?.edits.some(({ span }) => span.start >= run.instruction.span.end) ? fix : undefined;
}
