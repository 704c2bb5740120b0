import type { Instruction, Stage } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { rememberedFor } from '../../shared/remembered';
import { hasStages } from '../facts/file-facts';
import type { FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile, Rule } from '../rule';

/** Repeated installs of a file that are looked at: far more than real files have. */
const repeatLimit = 300;

/** Two stages from one base do the same work behind different layers. */
export const sameInstallInSeveralStages: Rule = {
  id: 'same-install-in-several-stages',
  summary: 'Share an install between stages that start from the same image',
  category: 'cache',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE043' },
  docs: {
    why: 'The same install in two stages runs twice, and is downloaded and stored twice, when the layers in front of it differ. In a stage of its own that both start from, it runs once.',
    notes:
      'Steps with the same layers in front of them are one step to BuildKit, whatever the stages are called, and are not reported. Nor are stages of different platforms, and installs of a project in different environments (`NODE_ENV` and the like). There is no fix, because where the common part ends is yours to say.',
    bad: [
      'FROM debian:12 AS build\nWORKDIR /src\nRUN apt-get update && apt-get install -y libpq5\nRUN make\nFROM debian:12\nENV APP=1\nRUN apt-get update && apt-get install -y libpq5\nCOPY --from=build /src/app /app\n',
    ],
    good: [
      'FROM debian:12 AS base\nRUN apt-get update && apt-get install -y libpq5\nFROM base AS build\nRUN make\nFROM base\nCOPY --from=build /src/app /app\n',
      'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y libpq5\nRUN make\nFROM debian:12\nRUN apt-get update && apt-get install -y libpq5\nCOPY --from=build /src/app /app\n',
    ],
  },
  applies: hasStages,
  *check(file) {
    const seen = new Map<string, RunStep>();
    let left = repeatLimit;
    for (const flow of flowOf(file).stages) {
      const base = baseOf(file, flow.stage);
      if (base === undefined) continue;
      for (const step of flow.steps) {
        if (step.kind !== 'run' || step.stage !== flow.stage) continue;
        const entry = step.commands.find(isInstall);
        if (!entry) continue;
        const key = [base, textOf(step.instruction), environment(file, step, entry)].join('\n');
        const first = seen.get(key);
        if (!first) {
          seen.set(key, step);
        } else if (left-- === 0) {
          return;
        } else if (
          first.stage !== step.stage &&
          !isAncestor(first.stage, step.stage) &&
          !samePast(file, flow, first, step)
        ) {
          const { span } = entry.recognised ?? entry.command;
          yield {
            span,
            instruction: step.instruction,
            message: `${stageName(first.stage)} starts from the same image and installs exactly this, too, so it is downloaded and stored twice. Put it into a stage that both start from.`,
            related: [{ span: first.instruction.keywordSpan, message: 'The same install.' }],
          };
        }
      }
    }
  },
};

function isInstall({ recognised }: FlowCommand): boolean {
  return recognised !== undefined && /^(?:install|prime|tools|system-install)$/.test(recognised.role);
}

/** The stage at the bottom of a chain. Parents come first in a file, so most are known already. */
const rootOf: (file: LintFile, stage: Stage) => Stage = rememberedFor((file, stage) =>
  stage.base.kind === 'stage' ? rootOf(file, stage.base.stage) : stage,
);

/** The image at the bottom of the chain and its platform; undefined when it is not written in the file. */
function baseOf(file: LintFile, stage: Stage): string | undefined {
  const root = rootOf(file, stage);
  const { imageWord, platform } = root.from;
  if (root.base.kind === 'scratch' || !imageWord) return undefined;
  return `${imageWord.value} ${stage.from.platform?.value?.value ?? platform?.value?.value ?? ''}`;
}

function textOf({ argument, flags, heredocs }: RunStep['instruction']): string {
  const options = flags.map(({ name, value }) => `${name}=${value?.value ?? ''}`).join(' ');
  return [options, argument.text.replace(/\s+/g, ' '), ...heredocs.map(({ body }) => body.text)].join('\n');
}

/** What a project's install may depend on: all variables; packages of the system install the same everywhere. */
function environment(file: LintFile, { instruction, workdir }: RunStep, { recognised }: FlowCommand): string {
  if (recognised?.role === 'system-install' || recognised?.role === 'tools') return '';
  const { variables } = scopeBefore(file.dockerfile, instruction);
  return [workdir, ...[...variables.values()].map(({ name, value }) => `${name}=${value}`).sort()].join(' ');
}

function isAncestor(stage: Stage, other: Stage): boolean {
  for (let { base } = other; base.kind === 'stage'; { base } = base.stage) if (base.stage === stage) return true;
  return false;
}

/** BuildKit sees one step where the layers and variables in front are the same. */
function samePast(file: LintFile, flow: StageFlow, first: RunStep, second: RunStep): boolean {
  const other = flowOf(file).stages[first.stage.index];
  return other !== undefined && past(other, first.instruction) === past(flow, second.instruction);
}

function past({ stage }: StageFlow, end: Instruction): string {
  const chain: Stage[] = [stage];
  for (let { base } = stage; base.kind === 'stage'; { base } = base.stage) chain.unshift(base.stage);
  const counted = /^(?:RUN|COPY|ADD|ENV|ARG|WORKDIR|USER|SHELL)$/;
  return chain
    .flatMap(({ instructions }) => instructions)
    .filter(({ kind, index }) => counted.test(kind) && index < end.index)
    .map((one) =>
      [
        one.kind,
        ...one.flags.map(({ name, value }) => `${name}=${value?.raw}`),
        one.argument.text.replace(/\s+/g, ' '),
      ].join(' '),
    )
    .join('\n');
}

function stageName({ name, index }: Stage): string {
  return name === undefined ? `Stage ${index}` : `Stage "${name}"`;
}
