import { objectChanges } from '../object-changes';
import type { Services } from '../services';
import { pickVolume } from './pick-volume';
import { volumeTargets } from './volume-targets';

/** What the engine says about a volume, as a read-only JSON document that follows it. */
export async function inspectVolume(
  services: Pick<Services, 'engine' | 'ui' | 'inspect' | 'events'>,
  args: readonly unknown[],
): Promise<void> {
  const volume = volumeTargets(args)[0] ?? (await pickVolume(services, 'Inspect volume'));
  if (!volume) return;
  await services.inspect.show({
    key: `volume/${volume.id}`,
    title: volume.name,
    read: async () => (await (await services.engine()).volumes.inspect(volume.id)).raw,
    onDidChange: objectChanges(services.events, { kind: 'volume', id: volume.id }),
  });
}
