import type { Instruction, Stage } from '../dockerfile/model';
import type { Builder } from './builder';
import { type Comparison, explain, type Reason } from './explain';
import type { StepForecast, Verdict } from './forecast';
import { layersOf } from './match-steps';
import type { Origin, Plan, PlannedStep } from './plan';
import type { RecordBook } from './record-book';

/** What the next build will do, for people and programs. */
export interface Forecast {
  readonly builder: Builder;
  /** In the file's order; what makes no step of its own is not among them. */
  readonly steps: readonly ForecastStep[];
  readonly totals: ForecastTotals;
}

export interface ForecastStep {
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** The instruction is a trigger of the stage's base image; `instruction` is that trigger, and has no place in this file. */
  readonly trigger: boolean;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** What it took the last time it ran, and the bytes it added; undefined when nobody knows. */
  readonly lastSeconds: number | undefined;
  readonly lastBytes: number | undefined;
  readonly planned: PlannedStep | undefined;
}

export interface ForecastTotals extends Readonly<Record<Exclude<Verdict, 'skipped'>, number>> {
  /** Of the steps that run, as far as it is known how long they take; one after the other. */
  readonly estimatedSeconds: number;
  readonly estimatedBytes: number;
}

export interface SummaryInput {
  readonly plan: Plan;
  readonly forecasts: readonly StepForecast[];
  readonly book: RecordBook;
  readonly subject: string;
  readonly comparison: Comparison;
}

export function summarise(input: SummaryInput): Forecast {
  const { plan, forecasts } = input;
  const steps: ForecastStep[] = [...plan.starts].map(([stage, origin]) => start(stage, origin));
  for (const forecast of forecasts) {
    if (forecast.verdict === 'skipped' && !showsSkipped(plan.builder, forecast)) continue;
    steps.push(describe(forecast, input));
  }
  steps.sort(
    (a, b) =>
      a.stage.index - b.stage.index ||
      Number(b.trigger) - Number(a.trigger) ||
      a.instruction.index - b.instruction.index,
  );
  return { builder: plan.builder, steps: fromFirst(steps), totals: totalsOf(steps) };
}

/** A FROM stands in front of the triggers of its image. */
function fromFirst(steps: readonly ForecastStep[]): readonly ForecastStep[] {
  const stages = new Map<Stage, ForecastStep[]>();
  for (const step of steps) stages.set(step.stage, [...(stages.get(step.stage) ?? []), step]);
  return [...stages.values()].flatMap((list) => {
    const isFrom = ({ instruction, trigger }: ForecastStep) => instruction.kind === 'FROM' && !trigger;
    return [...list.filter(isFrom), ...list.filter((step) => !isFrom(step))];
  });
}

function showsSkipped(builder: Builder, { instruction, stage }: StepForecast): boolean {
  return builder !== 'buildkit' || instruction.kind === 'FROM' || layersOf(stage).includes(instruction);
}

/** A base image that the engine has is used as it is; another one has to be fetched, whatever it then holds. */
function start(stage: Stage, origin: Origin): ForecastStep {
  const known = origin.kind !== 'unknown';
  return {
    instruction: stage.from,
    stage,
    trigger: false,
    verdict: known ? 'reuse' : 'unknown',
    reason: known ? { kind: 'unchanged', detail: '' } : origin.reason,
    lastSeconds: undefined,
    lastBytes: undefined,
    planned: undefined,
  };
}

function describe(forecast: StepForecast, { book, subject, comparison }: SummaryInput): ForecastStep {
  const { step, instruction, stage, verdict, result } = forecast;
  const timing = step ? book.timing(result?.key ?? '', step.operation, subject, step.place) : {};
  return {
    instruction,
    stage,
    trigger: step?.trigger !== undefined,
    verdict,
    reason: explain(forecast, comparison),
    lastSeconds: timing.seconds,
    lastBytes: timing.bytes,
    planned: step,
  };
}

export function totalsOf(steps: readonly ForecastStep[]): ForecastTotals {
  const own = steps.filter(({ instruction }) => instruction.kind !== 'FROM');
  const count = (verdict: Verdict) => own.filter((step) => step.verdict === verdict).length;
  const running = own.filter(({ verdict }) => verdict === 'run');
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    run: count('run'),
    reuse: count('reuse'),
    depends: count('depends'),
    unknown: count('unknown'),
    estimatedSeconds: Math.round(sum(running.map(({ lastSeconds }) => lastSeconds)) * 10) / 10,
    estimatedBytes: sum(running.map(({ lastBytes }) => lastBytes)),
  };
}
