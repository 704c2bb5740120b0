import type { BuildRun } from '../../builds/build-run';
import { countSteps, describeSize, describeWork } from '../../builds/describe-run';
import { readStepName } from '../../cache/step-name';
import type { BuildStep } from '../../engine/build-progress';
import type { ShownBuild, ShownStage, ShownState, ShownStep } from './protocol';

/** What the builder does beside the instructions: reading files, exporting. */
const aside = 'Builder';

export function shownBuild(run: BuildRun, now: number): ShownBuild {
  const { done, known } = countSteps(run);
  return {
    number: run.number,
    title: titleOf(run),
    state: run.outcome?.kind ?? 'running',
    summary: summaryOf(run),
    running: run.outcome ? undefined : now - run.startedAt,
    done,
    known,
    stages: stagesOf(run, now),
  };
}

export function titleOf({ request, number }: BuildRun): string {
  return `#${number} ${request.tag}${request.target === undefined ? '' : ` (${request.target})`}`;
}

function summaryOf(run: BuildRun): string {
  const { outcome } = run;
  if (outcome === undefined) return '';
  if (outcome.kind === 'cancelled') return `Cancelled ${describeWork(run)}`;
  if (outcome.kind === 'failed') return outcome.message;
  const size = describeSize(run);
  return `Built ${describeWork(run)}${size === '' ? '' : `: ${size}`}`;
}

/** Stages in the order in which the builder told of them, each with its steps by their numbers; the builder's own last. */
function stagesOf(run: BuildRun, now: number): readonly ShownStage[] {
  const placed = new Set([...run.matched.instructions.values()].flatMap(({ stepIds }) => stepIds));
  const stages = new Map<string, { readonly index: number; readonly step: ShownStep }[]>();
  for (const step of run.steps.values()) {
    const name = readStepName(step.name);
    const stage = name ? [name.platform, name.stage].filter(Boolean).join(' ') : aside;
    const shown = shownStep(run, step, { now, placed: placed.has(step.id), label: name?.text ?? step.name });
    stages.set(stage, [...(stages.get(stage) ?? []), { index: name?.index ?? 0, step: shown }]);
  }
  const order = [...stages].sort(([a], [b]) => Number(a === aside) - Number(b === aside));
  return order.map(([name, steps]) => ({
    name: name === '' ? 'Dockerfile' : name,
    steps: steps.sort((a, b) => a.index - b.index).map(({ step }) => step),
  }));
}

function shownStep(
  run: BuildRun,
  step: BuildStep,
  more: { readonly now: number; readonly placed: boolean; readonly label: string },
): ShownStep {
  const began = run.began.get(step.id);
  return {
    id: step.id,
    label: more.label.replace(/\s+/g, ' ').trim(),
    state: stateOf(run, step),
    seconds: step.seconds,
    running: step.status === 'running' && began !== undefined ? more.now - began : undefined,
    placed: more.placed,
  };
}

function stateOf(run: BuildRun, { id, status, cached }: BuildStep): ShownState {
  if (status === 'done' && cached) return 'cached';
  if (status === 'waiting' && run.outcome && run.began.has(id)) return 'stopped';
  return status;
}
