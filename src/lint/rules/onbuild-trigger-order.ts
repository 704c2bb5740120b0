import { blockOf, blockText, insertAbove } from '../edits/block';
import { hasDependencyWork, isDependencyWork } from '../flow/dependency-work';
import type { CopyStep, FlowStep, RunStep } from '../flow/flow';
import { type TriggerFlow, triggerFlow } from '../flow/trigger-flow';
import { wordsOf } from '../flow/words';
import { copiedFiles, dependenceOf } from '../order/independent';
import { misplacedIn } from '../order/misplaced';
import { spoiledInstalls } from '../order/spoiled-install';
import { volatility } from '../order/volatile-arg';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

/** Triggers run in the builds of others, in the order they are written in: the same mistakes, made for everybody. */
export const onbuildTriggerOrder: Rule = {
  id: 'onbuild-trigger-order',
  summary: 'Order ONBUILD triggers so that installs do not wait for the source',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE057' },
  docs: {
    why: 'The triggers of an image run one after the other in every build that starts from it. When the trigger that copies the source stands above the one that installs, each of those builds installs everything again at every edit, and nobody can change that but the author of the image.',
    notes:
      'Copy the manifests with a trigger of their own first: `ONBUILD COPY package.json package-lock.json* ./`, then `ONBUILD RUN npm install`, then `ONBUILD COPY . .`. A step that needs nothing of the source is moved by the fix. For the manifests there is none, because which files those projects have is not known here.',
    bad: [
      'FROM node:22\nWORKDIR /app\nONBUILD COPY . .\nONBUILD RUN npm install\n',
      'FROM debian:12\nONBUILD COPY . /app\nONBUILD RUN apt-get update && apt-get install -y git\n',
      'FROM node:22\nWORKDIR /app\nONBUILD ARG GIT_COMMIT\nONBUILD COPY package*.json ./\nONBUILD RUN npm ci\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nONBUILD COPY package*.json ./\nONBUILD RUN npm ci\nONBUILD COPY . .\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nONBUILD RUN npm run build\n',
    ],
  },
  when: { has: ['ONBUILD'] },
  *check(file) {
    for (const stage of file.dockerfile.stages) {
      const flow = triggerFlow(file, stage);
      if (!flow) continue;
      const spoiled = spoiledInstalls(flow, undefined);
      for (const { run, install, copy } of spoiled) {
        const span = install.recognised?.span ?? install.command.span;
        yield finding(
          run,
          copy,
          span,
          `In builds that start from this image, every edited file runs \`${wordsOf(file, span)}\` again. Copy the manifests with a trigger above it, and the source with one below.`,
        );
      }
      const reported = new Set(spoiled.map(({ run }) => run.instruction));
      for (const { run, copy, command } of misplacedIn(flow, (step) => reported.has(step.instruction))) {
        const span = command.recognised?.span ?? command.call.programWord.span;
        const fix = moveAbove(file, flow, run, copy);
        yield {
          ...finding(
            run,
            copy,
            span,
            `In builds that start from this image, every edited file runs \`${wordsOf(file, span)}\` again, which does not need the source. Put this trigger above the copy.`,
          ),
          fixes: fix ? [fix] : [],
        };
      }
      yield* volatileArguments(file, flow);
    }
  },
};

function finding(run: RunStep, copy: CopyStep, span: RuleFinding['span'], message: string): RuleFinding {
  return {
    span,
    instruction: run.instruction,
    message,
    related: [{ span: copy.instruction.span, message: 'The source comes in here.' }],
  };
}

/** The trigger right behind the copy, or behind others that move nothing: as a whole, if it uses nothing of the source. */
function moveAbove({ dockerfile }: LintFile, flow: TriggerFlow, run: RunStep, copy: CopyStep): Fix | undefined {
  const from = flow.triggers.find(({ trigger }) => trigger === run.instruction)?.onbuild;
  const to = flow.triggers.find(({ trigger }) => trigger === copy.instruction)?.onbuild;
  const at = flow.triggers.findIndex(({ trigger }) => trigger === copy.instruction);
  if (!from || !to || flow.triggers[at + 1]?.onbuild !== from || !run.script.complete) return undefined;
  if (dependenceOf(run, copiedFiles([copy])).includes('dependent') || run.instruction.mounts.length > 0)
    return undefined;
  const block = blockOf(dockerfile, from);
  return {
    title: 'Move the trigger above the copy',
    safe: false,
    edits: [insertAbove(dockerfile, to, blockText(dockerfile, block)), { span: block, newText: '' }],
  };
}

/** A commit or a date as an argument of those builds, above work that does not use it. */
function* volatileArguments(file: LintFile, { triggers, steps }: TriggerFlow): Iterable<RuleFinding> {
  const source = steps.find((step) => step.kind === 'copy' && step.wide)?.instruction.index ?? Number.POSITIVE_INFINITY;
  for (const { trigger } of triggers) {
    if (trigger.kind !== 'ARG') continue;
    for (const pair of trigger.pairs) {
      const kind = volatility(file.dockerfile, pair);
      const end = kind === 'commit' ? source : Number.POSITIVE_INFINITY;
      const run = kind && steps.find((step) => isSpoiled(step, trigger.index, end, pair.key.value));
      if (run?.kind !== 'run') continue;
      const span = run.commands.find(isDependencyWork)?.command.span ?? run.instruction.span;
      yield {
        span: pair.key.span,
        instruction: trigger,
        message: `${pair.key.value} changes with every build and is part of the cache key of every RUN trigger below, so \`${wordsOf(file, span).slice(0, 40)}\` runs again each time without using it. Declare it right above its first user.`,
        related: [{ span, message: 'Runs again whenever the value changes.' }],
      };
    }
  }
}

function isSpoiled(step: FlowStep, above: number, end: number, name: string): boolean {
  const { index, argument } = step.instruction;
  return (
    step.kind === 'run' &&
    index > above &&
    index < end &&
    hasDependencyWork(step) &&
    !new RegExp(`\\b${name}\\b`).test(argument.text)
  );
}
