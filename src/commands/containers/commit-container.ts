import { validateReference } from '../../engine/references';
import { formatBytes } from '../../shared/quantity';
import { shortId } from '../../views/format';
import { offer } from '../offer';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { pickContainer } from './pick-container';

/** Makes an image of a container as it is now. Processes are held while its files are copied. */
export async function commitContainer(
  services: Pick<Services, 'engine' | 'ui' | 'run'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: 'Commit container', empty: 'There is no container here yet.' }));
  if (!target) return;
  const entered = await ui.input({
    title: `Commit ${target.name}`,
    prompt: 'Name of the image. Volumes are not part of it. Leave it empty for a dangling image.',
    value: `${
      target.name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'container'
    }:snapshot`,
    validate: (value) => (value.trim() === '' ? undefined : validateReference(value.trim())),
  });
  if (entered === undefined) return;
  const message = await ui.input({
    title: `Commit ${target.name}`,
    prompt: 'What is in it? Shown in the history of the image. May be left empty.',
  });
  if (message === undefined) return;
  const reference = entered.trim();
  const engine = await services.engine();
  const image = await ui.progress(`Committing ${target.name}`, async () => {
    const id = await engine.containers.commit(target.id, {
      ...(reference === '' ? {} : { reference }),
      ...(message.trim() === '' ? {} : { message: message.trim() }),
    });
    return engine.images.inspect(id);
  });
  const name = reference === '' ? shortId(image.id) : reference;
  const answer = ui.info(`Committed ${target.name} as ${name} (${formatBytes(image.bytes)}).`, 'Run', 'Push');
  const ref = reference === '' ? image.id : reference;
  offer(services, answer, { Run: ['layerwright.runImage', ref], Push: ['layerwright.pushImage', ref] });
}
