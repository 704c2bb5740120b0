import type { Origin, Plan, PlannedStep } from './plan';
import { type Forecast, type ForecastStep, totalsOf } from './summary';

/** What a change of one file of the build context sets off. */
export interface BlastRadius {
  readonly path: string;
  /** The builder does not get it: an ignore file leaves it out, or it is not there. */
  readonly outside: boolean;
  /** The first step that copies or mounts it. */
  readonly first: ForecastStep | undefined;
  /** Steps that run again, that one among them. */
  readonly runs: readonly ForecastStep[];
  /** Steps that run again when what they copy from those turns out different. */
  readonly depends: readonly ForecastStep[];
  /** Of those that run again, as far as it is known. */
  readonly seconds: number;
}

export interface Known {
  readonly forecast: Forecast;
  readonly plan: Plan;
  /** Whether the builder gets the file. */
  readonly has: (path: string) => boolean;
}

export function blastRadius({ forecast, plan, has }: Known, path: string): BlastRadius {
  const { runs, depends } = affected(plan, path);
  const of = (steps: ReadonlySet<PlannedStep>) => forecast.steps.filter(({ planned }) => planned && steps.has(planned));
  const running = of(runs);
  return {
    path,
    outside: !has(path),
    first: running.find(({ planned }) => planned?.files.has(path)),
    runs: running,
    depends: of(depends),
    seconds: totalsOf(running.map((step) => ({ ...step, verdict: 'run' }))).estimatedSeconds,
  };
}

/** The forecast as it would be if these files were changed. */
export function withChanges(forecast: Forecast, plan: Plan, paths: readonly string[]): Forecast {
  let steps = forecast.steps;
  for (const path of paths) {
    const { runs, depends } = affected(plan, path);
    steps = steps.map((step) => {
      const { planned, verdict } = step;
      if (!planned || verdict === 'run' || verdict === 'unknown') return step;
      if (planned.files.has(path)) return { ...step, verdict: 'run', reason: { kind: 'file-changed', detail: path } };
      if (runs.has(planned)) return { ...step, verdict: 'run', reason: { kind: 'parent-changed', detail: path } };
      return depends.has(planned)
        ? { ...step, verdict: 'depends', reason: { kind: 'stage-output', detail: path } }
        : step;
    });
  }
  return { ...forecast, steps, totals: totalsOf(steps) };
}

/** In the plan's order a step stands behind everything it is made from. */
function affected(plan: Plan, path: string) {
  const runs = new Set<PlannedStep>();
  const depends = new Set<PlannedStep>();
  // Of linked copies that do not run themselves, what comes next still stands on what they are laid over.
  const changed = new Set<PlannedStep>();
  const doubtful = new Set<PlannedStep>();
  const on = (origin: Origin | undefined, steps: ReadonlySet<PlannedStep>) =>
    origin?.kind === 'step' && steps.has(origin.step);
  for (const step of plan.steps) {
    const { parent, over, inputs } = step;
    const copies = inputs.some((input) => input.kind === 'output' && (changed.has(input.of) || doubtful.has(input.of)));
    if (step.files.has(path) || on(parent, changed)) runs.add(step);
    else if (copies || on(parent, doubtful)) depends.add(step);
    if (runs.has(step) || on(over, changed)) changed.add(step);
    else if (depends.has(step) || on(over, doubtful)) doubtful.add(step);
  }
  return { runs, depends };
}
