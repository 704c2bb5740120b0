import type { BuildEvent, BuildStep } from '../../engine/build-progress';

/** Turns what a build does into a terminal's text, and counts its steps. */
export interface BuildRenderer {
  /** What to write for an event; empty for nothing. */
  next(event: BuildEvent): string;
  /** Of the step that runs: `[build 2/4] RUN npm ci`. */
  readonly current: string | undefined;
  /** Finished steps of those known so far, from 0 to 1. This and the counts are of the Dockerfile's own steps. */
  readonly fraction: number;
  readonly cached: number;
  readonly finished: number;
}

const colour = {
  bold: (text: string) => `\x1b[1m${text}\x1b[22m`,
  dim: (text: string) => `\x1b[2m${text}\x1b[22m`,
  cyan: (text: string) => `\x1b[36m${text}\x1b[39m`,
  yellow: (text: string) => `\x1b[33m${text}\x1b[39m`,
  green: (text: string) => `\x1b[32m${text}\x1b[39m`,
  red: (text: string) => `\x1b[31m${text}\x1b[39m`,
};

export function createBuildRenderer(): BuildRenderer {
  const steps = new Map<string, BuildStep>();
  /** Steps whose begin or end was written. BuildKit reports some, such as FROM, again when it comes back to them. */
  const begun = new Set<string>();
  const ended = new Set<string>();
  /** Whose output was written last: stages that build at the same time take turns. */
  let speaker: string | undefined;
  let lineOpen = false;

  function endLine(): string {
    const end = lineOpen ? '\n' : '';
    lineOpen = false;
    return end;
  }

  function renderStep(step: BuildStep): string {
    const former = steps.get(step.id);
    steps.set(step.id, step);
    if (former?.status === step.status) return '';
    const name = step.name.replace(/\s*\n\s*/g, ' ');
    switch (step.status) {
      case 'waiting':
        return '';
      case 'running':
        if (begun.has(step.id)) return '';
        begun.add(step.id);
        speaker = step.id;
        return `${endLine()}${colour.cyan('▶')} ${colour.bold(name)}\n`;
      case 'done': {
        if (ended.has(step.id) && !step.cached && seconds(step) === '') return '';
        ended.add(step.id);
        speaker = undefined;
        const mark = step.cached
          ? `${colour.cyan('●')} ${name} ${colour.cyan('cached')}`
          : `${colour.green('✔')} ${name}`;
        return `${endLine()}${mark}${seconds(step)}\n`;
      }
      case 'failed':
        speaker = undefined;
        return `${endLine()}${colour.red('✘')} ${colour.bold(name)}${step.error ? ` ${colour.red(step.error.trim())}` : ''}\n`;
    }
  }

  function renderLog(step: string | undefined, text: string): string {
    let out = '';
    if (step !== speaker) {
      const name = step === undefined ? undefined : steps.get(step)?.name.replace(/\s*\n\s*/g, ' ');
      out = `${endLine()}${name === undefined ? '' : `${colour.dim(`  ${name}`)}\n`}`;
      speaker = step;
    }
    // Carriage returns redraw a line: each gets the indent.
    const atStart = lineOpen ? '' : '  ';
    out += atStart + text.replace(/(\n|\r(?!\n))(?=.)/gs, '$1  ');
    lineOpen = !/\n$/.test(text);
    return out;
  }

  const all = () => [...steps.values()];
  /** Steps of the Dockerfile. What the builder does around them, such as reading the file, is never cached. */
  const own = () => all().filter(({ name }) => stepNumber(name) !== undefined);
  const isFinished = ({ status }: BuildStep) => status === 'done' || status === 'failed';
  return {
    next: (event) => {
      if (event.type === 'step') return renderStep(event);
      if (event.type === 'log') return renderLog(event.step, event.text);
      if (event.type === 'warning') return `${endLine()}${colour.yellow('!')} ${event.message}\n`;
      return event.type === 'image' ? endLine() : '';
    },
    get current() {
      return all()
        .findLast(({ status }) => status === 'running')
        ?.name.replace(/\s*\n\s*/g, ' ');
    },
    get fraction() {
      return fractionOf(all());
    },
    get cached() {
      return own().filter(({ cached }) => cached).length;
    },
    get finished() {
      return own().filter(isFinished).length;
    },
  };
}

/** By the numbers in the steps' names where they have some: steps that are not known yet count too. */
function fractionOf(steps: readonly BuildStep[]): number {
  const stages = new Map<string, { done: number; total: number }>();
  for (const { name, status } of steps) {
    const { stage, total } = stepNumber(name) ?? {};
    if (stage === undefined || total === undefined) continue;
    const counted = stages.get(stage) ?? { done: 0, total };
    if (status === 'done') counted.done += 1;
    stages.set(stage, counted);
  }
  const counts = [...stages.values()];
  const total = counts.reduce((sum, stage) => sum + stage.total, 0);
  return total === 0 ? 0 : Math.min(1, counts.reduce((sum, { done }) => sum + done, 0) / total);
}

/** Of `[build 2/4] RUN npm ci` and of the legacy builder's `Step 2/4 : RUN npm ci`. */
function stepNumber(name: string): { readonly stage: string; readonly total: number } | undefined {
  const [, stage = '', , total] =
    /^\[(?:(\S+) )?\s*(\d+)\/(\d+)\]/.exec(name) ?? /^Step( )(\d+)\/(\d+)/.exec(name) ?? [];
  return total === undefined ? undefined : { stage, total: Number(total) };
}

function seconds({ seconds: taken }: BuildStep): string {
  if (taken === undefined || taken < 0.05) return '';
  return ` ${colour.dim(taken < 60 ? `${taken.toFixed(1)} s` : `${Math.floor(taken / 60)} min ${Math.round(taken % 60)} s`)}`;
}
