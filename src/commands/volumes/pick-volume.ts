import type { Engine } from '../../engine/engine';
import type { PickItem } from '../../host/ui';
import { describeUse, groupUsers } from '../../views/container-user';
import { compareNames } from '../../views/format';
import type { Services } from '../services';
import { type VolumeTarget, volumeTarget } from './volume-targets';

const empty = 'There is no volume here yet.';

/** Asks for one of the engine's volumes; undefined when the person gave up. */
export async function pickVolume(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  title: string,
): Promise<VolumeTarget | undefined> {
  return ui.pick(volumeItems(await engine()), { title, empty });
}

export async function pickVolumes(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  title: string,
): Promise<readonly VolumeTarget[]> {
  return (await ui.pickMany(volumeItems(await engine()), { title, empty })) ?? [];
}

async function volumeItems(engine: Engine): Promise<PickItem<VolumeTarget>[]> {
  const [volumes, containers] = await Promise.all([engine.volumes.list(), engine.containers.list()]);
  const users = groupUsers(containers, (container) => container.volumes);
  return [...volumes]
    .sort((a, b) => Number(a.anonymous) - Number(b.anonymous) || compareNames(a.name, b.name))
    .map((volume) => {
      const value = volumeTarget(volume);
      const facts = [volume.anonymous ? 'anonymous' : undefined, describeUse(users.get(volume.name) ?? [])];
      return {
        label: value.name,
        description: facts.filter((fact) => fact !== undefined).join(' · '),
        icon: 'database',
        value,
      };
    });
}
