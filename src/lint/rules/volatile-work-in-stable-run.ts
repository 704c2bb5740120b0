import type { ArgInstruction, Pair } from '../../dockerfile/model';
import { blockOf, blockText, indentOf, insertBelow, removeBlock } from '../edits/block';
import { splitRun } from '../edits/split-run';
import { isDependencyWork } from '../flow/dependency-work';
import type { FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { variableUses } from '../flow/variable-use';
import { wordsOf } from '../flow/words';
import { commandsByStep } from '../order/run-parts';
import { globalDefault, inheritedDefault, volatility } from '../order/volatile-arg';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** One RUN for what never changes and for what changes with every release: the first waits for the second. */
export const volatileWorkInStableRun: Rule = {
  id: 'volatile-work-in-stable-run',
  summary: 'Split a RUN before the part that changes with every release',
  category: 'cache',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE051' },
  docs: {
    why: 'A `RUN` is cached as a whole. When its last commands use an argument that changes with every release, the packages installed in front of them are installed again as well, although nothing about them changed.',
    notes:
      'The fix cuts the `RUN` in two and declares the argument between the halves, because a declared argument is part of the key of every `RUN` below it. Files that the first half would have deleted at the end of the `RUN` have to be deleted there.',
    bad: [
      'FROM alpine:3.20\nARG APP_RELEASE\nRUN apk add --no-cache curl ffmpeg && curl -fsSL -o /opt/app.tgz https://example.com/app-$APP_RELEASE.tgz\n',
    ],
    good: [
      'FROM alpine:3.20\nRUN apk add --no-cache curl ffmpeg\nARG APP_RELEASE\nRUN curl -fsSL -o /opt/app.tgz https://example.com/app-$APP_RELEASE.tgz\n',
      'FROM alpine:3.20\nARG TOOL_VERSION=1.4.2\nRUN apk add --no-cache curl && curl -fsSL -o /opt/t https://example.com/tool-$TOOL_VERSION\n',
    ],
  },
  when: { has: ['ARG'] },
  *check(file) {
    for (const flow of flowOf(file).stages) {
      const args = flow.stage.instructions.filter((instruction) => instruction.kind === 'ARG');
      const seen = new Set<RunStep>();
      for (const arg of args) {
        for (const pair of arg.pairs) {
          const found = isVolatile(file, pair, arg) ? mixed(file, flow, arg, pair.key.value) : undefined;
          if (!found || seen.has(found.run)) continue;
          seen.add(found.run);
          yield finding(file, flow, arg, pair, found);
        }
      }
    }
  },
};

/** Passed by the one who builds: no default, or a branch. */
function isVolatile({ dockerfile }: LintFile, pair: Pair, arg: ArgInstruction): boolean {
  const { key } = pair;
  const value = pair.value ?? globalDefault(dockerfile, key.value);
  if (value !== undefined)
    return (
      /^(?:main|master|develop|dev|nightly|head)$/i.test(value.value) &&
      /(?:^|_)(?:REF|BRANCH|CHECKOUT|COMMIT|TAG|VERSION)$/i.test(key.value)
    );
  // A default of the stage it starts from is a version of something else.
  if (inheritedDefault(dockerfile, arg, key.value) !== undefined) return false;
  return (
    volatility(dockerfile, pair, arg) !== undefined || /(?:^|_)(?:RELEASE|COMMIT|REF|BRANCH|CHECKOUT)$/i.test(key.value)
  );
}

interface Mixed {
  readonly run: RunStep;
  readonly heavy: FlowCommand;
  /** Index of the first step that uses the argument. */
  readonly at: number;
}

/** The first RUN that uses the argument, if it begins with work that does not. */
function mixed(file: LintFile, flow: StageFlow, arg: ArgInstruction, name: string): Mixed | undefined {
  const user = variableUses(file, flow)
    .mentions(name)
    .find(({ index }) => index > arg.index);
  const run = flow.steps.find((step): step is RunStep => step.kind === 'run' && step.instruction === user);
  if (!run?.script.complete || run.script.steps.length < 2) return undefined;
  const { text } = file.dockerfile;
  const pattern = expansion(name);
  const at = run.script.steps.findIndex(({ span }) => pattern.test(text.slice(span.start, span.end)));
  if (at < 1) return undefined;
  const byStep = commandsByStep(run);
  const heavy = byStep.slice(0, at).flat().find(isDependencyWork);
  // What is only there for the build is taken away again at the end: that is what the one RUN is for.
  const removes = byStep
    .slice(at)
    .flat()
    .some(({ recognised }) => recognised?.role === 'system-remove');
  return heavy && !removes ? { run, heavy, at } : undefined;
}

function expansion(name: string): RegExp {
  return new RegExp(`\\$(?:\\{${name}\\b|${name}\\b)`);
}

function finding(file: LintFile, flow: StageFlow, arg: ArgInstruction, { key }: Pair, found: Mixed): RuleFinding {
  const { run, heavy, at } = found;
  const step = run.script.steps[at];
  const work = heavy.recognised?.span ?? heavy.call.programWord.span;
  const { text } = file.dockerfile;
  const place = text.slice(step?.span.start, step?.span.end).search(expansion(key.value));
  const sign = text.startsWith('${', (step?.span.start ?? 0) + place) ? 2 : 1;
  const start = (step?.span.start ?? run.instruction.span.start) + place + sign;
  const cut = splitAt(file, flow, arg, found);
  const reason = typeof cut === 'string' ? ` There is no automatic fix, because ${cut}.` : '';
  return {
    span: { start, end: start + key.value.length },
    instruction: run.instruction,
    message: `This part changes with ${key.value}, and takes \`${wordsOf(file, work)}\` in the same RUN along each time. Put it into a RUN of its own, with the ARG above that.${reason}`,
    related: [
      { span: work, message: 'The same for every value.' },
      { span: key.span, message: 'Declared here.' },
    ],
    fixes: typeof cut === 'string' ? [] : [cut],
  };
}

function splitAt(file: LintFile, flow: StageFlow, arg: ArgInstruction, { run, at }: Mixed): Fix | string {
  if (arg.pairs.length !== 1) return 'the ARG declares more than this';
  const { dockerfile } = file;
  const other = flow.stage.instructions.some(
    ({ kind, index }) => kind === 'USER' && index > arg.index && index < run.instruction.index,
  );
  if (other && variableUses(file, flow).opaque.some(({ index }) => index > arg.index && index < run.instruction.index))
    return 'a step in between may read it';
  const cleans = commandsByStep(run)
    .slice(at)
    .flat()
    .some(({ recognised, call }) => call.program === 'rm' || recognised?.role === 'system-clean');
  if (cleans) return 'the end of the RUN cleans up after its beginning';
  const split = splitRun(dockerfile, run, at);
  if (typeof split === 'string') return split;
  const moved = blockText(dockerfile, blockOf(dockerfile, arg));
  return {
    title: `Split the RUN and declare ${arg.pairs[0]?.key.value ?? 'the argument'} in between`,
    // What the first half left for the second to delete stays in its layer.
    safe: false,
    edits: [
      removeBlock(dockerfile, arg),
      split.cut,
      insertBelow(dockerfile, run.instruction, moved + indentOf(dockerfile, run.instruction) + split.tail),
    ],
  };
}
