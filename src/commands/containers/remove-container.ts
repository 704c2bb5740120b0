import type { ContainerSummary, Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { listOf } from '../../shared/quantity';
import { isActive } from '../../views/containers/nodes';
import { attemptAll, attemptInSteps, reportAll } from '../batch';
import { inDependencyOrder } from '../compose/dependency-order';
import type { Services } from '../services';
import { containerTargets, findContainer } from '../targets';
import { describeGoing } from './container-removal';
import { pickContainers } from './pick-container';

/** Names what goes. Those that run are stopped only when that is what was chosen; volumes are kept. */
export async function removeContainer(
  services: Pick<Services, 'engine' | 'ui' | 'log'>,
  args: readonly unknown[],
): Promise<void> {
  const given = containerTargets(args);
  const targets =
    given.length > 0
      ? given
      : await pickContainers(services, { title: 'Remove containers', empty: 'There is no container here yet.' });
  if (targets.length === 0) return;
  const engine = await services.engine();
  const known = await engine.containers.list();
  const containers = targets.map((target) => findContainer(known, target)).filter((found) => found !== undefined);
  const [only] = targets;
  if (containers.length === 0) {
    throw new EngineError('not-found', `${targets.length === 1 && only ? only.name : 'What was selected'} is gone.`);
  }
  const chosen = await ask(services, containers);
  if (!chosen) return;
  const outcome = await services.ui.progress(`Removing ${listOf(chosen.map(({ name }) => name))}`, (_report, signal) =>
    // What others depend on is stopped after them.
    attemptInSteps([...inDependencyOrder(chosen, (item) => item)].reverse(), (step) =>
      attemptAll(step, 8, (container) => remove(engine, container, signal)),
    ),
  );
  reportAll(services, outcome, 'Removed', 'containers');
}

/** Which of them go; undefined when none. */
async function ask(
  { ui }: Pick<Services, 'ui'>,
  containers: readonly ContainerSummary[],
): Promise<readonly ContainerSummary[] | undefined> {
  const active = containers.filter(isActive);
  const stopped = containers.filter((container) => !isActive(container));
  const [only] = containers;
  const message =
    containers.length === 1
      ? `Remove the container ${only?.name}?`
      : `Remove ${plural(containers.length, 'container')}?`;
  const detail = describeGoing(containers);
  if (active.length === 0) return (await ui.confirm({ message, detail, action: 'Remove' })) ? containers : undefined;
  const all = active.length === containers.length ? 'Stop and remove' : `Stop ${active.length}, remove all`;
  const rest = `Remove the ${stopped.length} stopped`;
  const chosen = await ui.choose({ message, detail, actions: stopped.length > 0 ? [rest, all] : [all] });
  if (chosen === undefined) return undefined;
  return chosen === all ? containers : stopped;
}

async function remove(engine: Engine, container: ContainerSummary, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new EngineError('cancelled', 'The removal was cancelled.');
  try {
    if (isActive(container)) await engine.containers.stop(container.id, { signal });
    await engine.containers.remove(container.id);
  } catch (error) {
    // One that was started with --rm goes by itself when it stops.
    if (isEngineError(error, 'not-found')) return;
    if (isEngineError(error, 'conflict') && /removal of container .* is already in progress/i.test(error.message))
      return;
    throw error;
  }
}
