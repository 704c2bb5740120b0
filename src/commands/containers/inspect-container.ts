import { objectChanges } from '../object-changes';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { pickContainer } from './pick-container';

/** What the engine says about a container, as a read-only JSON document that follows it. */
export async function inspectContainer(
  services: Pick<Services, 'engine' | 'ui' | 'inspect' | 'events'>,
  args: readonly unknown[],
): Promise<void> {
  const container =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: 'Inspect container', empty: 'There is no container here yet.' }));
  if (!container) return;
  const inspect = async () => (await services.engine()).containers.inspect(container.id);
  const { id, name } = await inspect();
  await services.inspect.show({
    key: `container/${id}`,
    title: name,
    read: async () => (await inspect()).raw,
    onDidChange: objectChanges(services.events, { kind: 'container', id }),
  });
}
