import type { ContainerSummary, Engine } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import { listOf } from '../../shared/quantity';
import { attemptAll, attemptInSteps, reportAll } from '../batch';
import { inDependencyOrder, untilDependenciesAreReady } from '../compose/dependency-order';
import type { Services } from '../services';
import { type ContainerTarget, containerTargets, findContainer } from '../targets';
import { type PickContainerOptions, pickContainers } from './pick-container';

export type StateServices = Pick<Services, 'engine' | 'ui' | 'log'>;

export interface StateChange {
  /** `Starting`, as in `Starting web and db`. */
  readonly doing: string;
  /** `Started` */
  readonly did: string;
  readonly change: (
    engine: Engine,
    container: ContainerTarget & { readonly state: ContainerSummary['state'] | undefined },
    signal: AbortSignal,
  ) => Promise<void>;
  /** Services of a compose project are changed in the order they depend on one another; without it, all at once. */
  readonly order?: 'dependencies first' | 'dependents first';
}

/** How many the engine is asked to do at once. */
const limit = 8;

/** Does the same to all containers that are meant, with one progress, one way to cancel and one report. */
export async function changeState(
  services: StateServices,
  args: readonly unknown[],
  { pick, ...change }: StateChange & { readonly pick: PickContainerOptions },
): Promise<void> {
  const given = containerTargets(args);
  await changeAll(services, given.length > 0 ? given : await pickContainers(services, pick), change);
}

export async function changeAll(
  services: StateServices,
  targets: readonly ContainerTarget[],
  { doing, did, change, order }: StateChange,
): Promise<void> {
  if (targets.length === 0) return;
  const engine = await services.engine();
  const title = `${doing} ${listOf(targets.map(({ name }) => name))}`;
  const outcome = await services.ui.progress(title, async (report, signal) => {
    let finished = 0;
    const containers = await engine.containers.list({ signal });
    const found = new Map(targets.map((target) => [target, findContainer(containers, target)]));
    const attempt = (step: readonly ContainerTarget[], failed: readonly ContainerTarget[]) =>
      attemptAll(step, limit, async (target) => {
        if (signal.aborted) throw new EngineError('cancelled', `${doing} was cancelled.`);
        const container = found.get(target);
        const others = failed.map((item) => found.get(item)).filter((item) => item !== undefined);
        if (container && order === 'dependencies first')
          await untilDependenciesAreReady(engine, container, { containers, failed: others, signal });
        await change(engine, { ...target, state: container?.state }, signal);
        finished += 1;
        if (targets.length > 1) report(`${finished} of ${targets.length}`, finished / targets.length);
      });
    return attemptInSteps(
      stepsOf(targets, (target) => found.get(target), order),
      attempt,
    );
  });
  reportAll(services, outcome, did, 'containers');
}

function stepsOf(
  targets: readonly ContainerTarget[],
  containerOf: (target: ContainerTarget) => ContainerSummary | undefined,
  order: StateChange['order'],
): readonly (readonly ContainerTarget[])[] {
  if (order === undefined) return [targets];
  const steps = inDependencyOrder(targets, containerOf);
  return order === 'dependencies first' ? steps : [...steps].reverse();
}
