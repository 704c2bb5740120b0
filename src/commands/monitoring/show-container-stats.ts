import { listOf } from '../../shared/quantity';
import { openStatsPanel } from '../../webviews/stats/panel';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { runningContainer } from '../terminals/running-container';

type StatsServices = Pick<Services, 'engine' | 'webviews'>;

/** As `docker stats`: what containers use, as charts and numbers; all that run when none is named. */
export async function showContainerStats(services: StatsServices, args: readonly unknown[]): Promise<void> {
  const { webviews } = services;
  const targets = containerTargets(args);
  const engine = await services.engine();
  if (targets.length === 0) {
    openStatsPanel({ webviews, engine, title: 'Container stats', containers: undefined });
    return;
  }
  // Events name them by their whole ids.
  const containers = await Promise.all(targets.map(({ id }) => engine.containers.inspect(id)));
  openStatsPanel({
    webviews,
    engine,
    title: `Stats of ${listOf(
      containers.map(({ name }) => name),
      2,
    )}`,
    containers: containers.map(({ id, name }) => ({ id, name })),
  });
}

/** As `docker top`: the processes of a container, with what it uses. */
export async function showContainerProcesses(
  services: StatsServices & Pick<Services, 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const found = await runningContainer(services, args, {
    title: 'Show processes of container',
    what: 'it has no processes',
  });
  if (!found) return;
  const { engine, container } = found;
  const { id, name } = container;
  openStatsPanel({
    webviews: services.webviews,
    engine,
    title: `Processes of ${name}`,
    containers: [{ id, name }],
    open: id,
  });
}
