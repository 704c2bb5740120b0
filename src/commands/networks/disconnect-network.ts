import type { ContainerUserNode } from '../../views/container-user';
import { attemptAll, reportAll } from '../batch';
import { pickContainers } from '../containers/pick-container';
import type { Services } from '../services';
import { containerTargets, findContainer, selectionOf } from '../targets';
import { networkTargets } from './network-targets';
import { pickNetwork } from './pick-network';

interface Connection {
  readonly network: string;
  readonly container: string;
  /** `web from backend` */
  readonly name: string;
}

/** Takes containers off a network; asks for what was not named. */
export async function disconnectNetwork(
  services: Pick<Services, 'engine' | 'ui' | 'log'>,
  args: readonly unknown[],
): Promise<void> {
  const rows = selectionOf(args).flatMap(connectionOf);
  const connections = rows.length > 0 ? rows : await ask(services, args);
  if (connections.length === 0) return;
  const { networks } = await services.engine();
  const outcome = await attemptAll(connections, 4, ({ network, container }) => networks.disconnect(network, container));
  reportAll(services, outcome, 'Disconnected', 'containers');
}

/** A container below a network names both. */
function connectionOf(argument: unknown): readonly Connection[] {
  const { kind, network, container } = (argument ?? {}) as Partial<ContainerUserNode>;
  if (kind !== 'containerUser' || !network || !container) return [];
  return [{ network: network.id, container: container.id, name: `${container.name} from ${network.name}` }];
}

async function ask(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<readonly Connection[]> {
  const [given] = networkTargets(args);
  const named = given ? [] : containerTargets(args);
  const containers = await (await services.engine()).containers.list();
  const joined = named.flatMap((target) => findContainer(containers, target)?.networks ?? []);
  const used = new Set(named.length > 0 ? joined : containers.flatMap(({ networks }) => networks));
  const network =
    given ??
    (await pickNetwork(services, {
      title: 'Disconnect from network',
      where: ({ name }) => used.has(name) && name !== 'host' && name !== 'none',
      empty: 'There is no container to disconnect.',
    }));
  if (!network) return [];
  const { id, name } = await (await services.engine()).networks.inspect(network.id);
  const targets =
    named.length > 0
      ? named
      : await pickContainers(services, {
          title: `Disconnect containers from ${name}`,
          where: ({ networks }) => networks.includes(name),
          empty: `No container is connected to ${name}.`,
        });
  return targets.map((target) => ({ network: id, container: target.id, name: `${target.name} from ${name}` }));
}
