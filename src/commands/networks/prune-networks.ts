import type { ContainerSummary, Engine } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import type { NetworkSummary } from '../../engine/networks';
import { plural } from '../../shared/plural';
import { groupUsers, nameUsers } from '../../views/container-user';
import { isActive } from '../../views/containers/nodes';
import { compareNames, formatAge } from '../../views/format';
import { attemptAll, reasonOf } from '../batch';
import { nameLines } from '../name-lines';
import type { Services } from '../services';

export interface UnusedNetwork extends NetworkSummary {
  /** Stopped containers that are to join it when they start. */
  readonly stopped: readonly ContainerSummary[];
}

/**
 * Shows every network without a running container; what is ticked goes, one by one. The engine counts networks as unused
 * whose containers are stopped, and those do not start any more: they are shown with their containers, and not ticked.
 */
export async function pruneNetworks(services: Pick<Services, 'engine' | 'ui' | 'log'>): Promise<void> {
  const { ui } = services;
  const engine = await services.engine();
  const unused = await unusedNetworks(engine);
  if (unused.length === 0) {
    void ui.info('There is no network to prune: each has a running container.');
    return;
  }
  const chosen = await ui.pickMany(
    unused.map((network) => ({
      label: network.name,
      description: [network.driver, network.subnets[0]?.subnet, formatAge(network.created), usedBy(network)]
        .filter((fact) => fact !== undefined)
        .join(' · '),
      icon: 'type-hierarchy',
      picked: network.stopped.length === 0,
      value: network,
    })),
    { title: 'Prune networks', placeholder: 'No running container is in these. What is ticked is removed' },
  );
  if (!chosen || chosen.length === 0) return;
  const count = plural(chosen.length, 'network');
  const warning = chosen.some(({ stopped }) => stopped.length > 0)
    ? '\n\nA stopped container whose network is gone does not start until it is connected to another one.'
    : '';
  const agreed = await ui.confirm({
    message: `Remove ${count}?`,
    detail: `${nameLines(chosen.map((network) => [network.name, usedBy(network)].filter(Boolean).join(', ')))}${warning}`,
    action: `Remove ${count}`,
  });
  if (!agreed) return;
  const outcome = await ui.progress(`Removing ${count}`, (_report, signal) =>
    attemptAll(chosen, 4, async ({ id }) => {
      if (signal.aborted) throw new EngineError('cancelled', 'The removal was cancelled.');
      await engine.networks.remove(id);
    }),
  );
  for (const { item, error } of outcome.failed) services.log.error(`${item.name}: ${reasonOf(error)}`, error);
  const said = `Removed ${plural(outcome.done.length, 'network')}.`;
  const kept = outcome.failed.slice(0, 3).map(({ item, error }) => `${item.name}: ${reasonOf(error)}`);
  void (kept.length === 0 ? ui.info(said) : ui.warn(`${said} ${kept.join(' ')}`));
}

/** Those a prune takes: made by somebody, without a running container. */
export async function unusedNetworks(engine: Engine, signal?: AbortSignal): Promise<readonly UnusedNetwork[]> {
  const options = signal ? { signal } : {};
  const [networks, containers] = await Promise.all([engine.networks.list(options), engine.containers.list(options)]);
  const users = groupUsers(containers, (container) => container.networks);
  return networks
    .filter(({ predefined, name }) => !predefined && !users.get(name)?.some(isActive))
    .map((network) => ({ ...network, stopped: users.get(network.name) ?? [] }))
    .sort((a, b) => a.stopped.length - b.stopped.length || compareNames(a.name, b.name));
}

function usedBy({ stopped }: UnusedNetwork): string | undefined {
  return stopped.length > 0 ? `used by ${nameUsers(stopped, 3)}` : undefined;
}
