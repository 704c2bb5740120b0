import type { Engine } from '../../engine/engine';
import type { NetworkSummary } from '../../engine/networks';
import type { PickItem } from '../../host/ui';
import { plural } from '../../shared/plural';
import { groupUsers } from '../../views/container-user';
import { compareNames } from '../../views/format';
import type { Services } from '../services';
import type { NetworkTarget } from './network-targets';

export interface PickNetworkOptions {
  readonly title: string;
  /** Those the command can do something with; default: all. */
  readonly where?: (network: NetworkSummary) => boolean;
  readonly empty: string;
}

/** Asks for one of the engine's networks; undefined when the person gave up. */
export async function pickNetwork(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  options: PickNetworkOptions,
): Promise<NetworkTarget | undefined> {
  return ui.pick(networkItems(await engine(), options), options);
}

export async function pickNetworks(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  options: PickNetworkOptions,
): Promise<readonly NetworkTarget[]> {
  return (await ui.pickMany(networkItems(await engine(), options), options)) ?? [];
}

async function networkItems(
  engine: Engine,
  { where = () => true }: PickNetworkOptions,
): Promise<PickItem<NetworkTarget>[]> {
  const [networks, containers] = await Promise.all([engine.networks.list(), engine.containers.list()]);
  const users = groupUsers(containers, (container) => container.networks);
  return networks
    .filter(where)
    .sort((a, b) => Number(a.predefined) - Number(b.predefined) || compareNames(a.name, b.name))
    .map(({ id, name, driver, subnets, predefined }) => {
      const count = users.get(name)?.length ?? 0;
      const facts = [
        driver,
        subnets[0]?.subnet,
        count > 0 ? plural(count, 'container') : predefined ? undefined : 'unused',
      ];
      return {
        label: name,
        description: facts.filter((fact) => fact !== undefined).join(' · '),
        icon: predefined ? 'globe' : 'type-hierarchy',
        value: { id, name },
      };
    });
}
