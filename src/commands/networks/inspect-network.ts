import type { EngineEvent } from '../../engine/engine';
import { objectChanges } from '../object-changes';
import type { Services } from '../services';
import { networkTargets } from './network-targets';
import { pickNetwork } from './pick-network';

/** What the engine says about a network, as a read-only JSON document that follows it. */
export async function inspectNetwork(
  services: Pick<Services, 'engine' | 'ui' | 'inspect' | 'events'>,
  args: readonly unknown[],
): Promise<void> {
  const network =
    networkTargets(args)[0] ??
    (await pickNetwork(services, { title: 'Inspect network', empty: 'There is no network here.' }));
  if (!network) return;
  const inspect = async () => (await services.engine()).networks.inspect(network.id);
  const { id, name } = await inspect();
  const kind: EngineEvent['kind'] = 'network';
  await services.inspect.show({
    key: `network/${id}`,
    title: name,
    read: async () => (await inspect()).raw,
    onDidChange: objectChanges(services.events, { kind, id }),
  });
}
