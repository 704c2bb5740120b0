import { basename } from 'node:path';
import { validateReference } from '../../engine/references';
import { shortId } from '../../views/format';
import { offer } from '../offer';
import { archivePath, readArchive } from '../read-archive';
import type { Services } from '../services';
import { archiveName } from '../write-archive';

/** Makes an image of one layer from a tar of files, as "Export container" writes it. */
export async function importImage(
  services: Pick<Services, 'engine' | 'ui' | 'run'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const path = await archivePath(services, args, 'Import image');
  if (path === undefined) return;
  const entered = await ui.input({
    title: `Import ${basename(path)}`,
    prompt: 'Name of the image. Leave it empty for a dangling image.',
    value: `${archiveName(basename(path).replace(/\.(?:tar|tgz|gz|bz2|xz|zst)\b.*$/i, '')).toLowerCase()}:latest`,
    validate: (value) => (value.trim() === '' ? undefined : validateReference(value.trim())),
  });
  if (entered === undefined) return;
  const command = await ui.input({
    title: `Import ${basename(path)}`,
    prompt: 'An archive of files knows no command. What is to run by default, in a shell? Leave it empty for nothing.',
    placeholder: '/bin/sh',
  });
  if (command === undefined) return;
  const reference = entered.trim();
  const engine = await services.engine();
  const id = await ui.progress(`Importing ${basename(path)}`, async (report, signal) =>
    engine.images.import(await readArchive(path, report), {
      signal,
      ...(reference === '' ? {} : { reference }),
      ...(command.trim() === '' ? {} : { changes: [`CMD ${JSON.stringify(['/bin/sh', '-c', command.trim()])}`] }),
    }),
  );
  const made = `Imported ${basename(path)} as ${reference === '' ? shortId(id) : reference}.`;
  offer(services, ui.info(made, 'Run'), { Run: ['layerwright.runImage', reference === '' ? id : reference] });
}
