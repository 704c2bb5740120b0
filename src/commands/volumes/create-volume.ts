import type { CreateVolume } from '../../engine/volumes';
import { askOptions, pairsOption } from '../option-menu';
import type { Services } from '../services';

/** Asks for a name, then shows what may be decided besides. Returns the name the volume got. */
export async function createVolume(services: Pick<Services, 'engine' | 'ui'>): Promise<string | undefined> {
  const { ui } = services;
  const typed = await ui.input({
    title: 'Create volume: name',
    prompt: 'Left empty, the engine makes one up.',
    placeholder: 'data',
    validate: checkVolumeName,
  });
  if (typed === undefined) return undefined;
  const name = typed.trim();
  const options = await askOptions<CreateVolume>(services, {
    title: 'Create volume',
    action: () => (name === '' ? 'Create a volume without a name' : `Create the volume ${name}`),
    draft: name === '' ? {} : { name },
    options: [
      {
        label: 'Driver',
        icon: 'plug',
        describe: ({ driver }) => driver ?? 'local',
        async edit(draft) {
          const prompt = 'A volume driver that is installed at the engine.';
          const driver = await ui.input({ title: 'Create volume: driver', prompt, value: draft.driver ?? 'local' });
          return driver?.trim() ? { ...draft, driver: driver.trim() } : undefined;
        },
      },
      pairsOption<CreateVolume>(services, {
        label: 'Driver options',
        prompt: 'As in --opt: type=nfs o=addr=10.0.0.1,rw device=:/export',
        get: (draft) => draft.options,
        set: (draft, pairs) => ({ ...draft, options: pairs }),
      }),
      pairsOption<CreateVolume>(services, {
        label: 'Labels',
        prompt: 'As in --label: team=web keep',
        get: (draft) => draft.labels,
        set: (draft, pairs) => ({ ...draft, labels: pairs }),
      }),
    ],
  });
  if (!options) return undefined;
  const { volumes } = await services.engine();
  const created = await volumes.create(options);
  ui.statusMessage(`Created the volume ${created.name}.`);
  return created.name;
}

function checkVolumeName(text: string): string | undefined {
  const name = text.trim();
  if (name === '' || /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return undefined;
  return 'A volume name has at least two letters or digits, and may hold _, . and - after the first.';
}
