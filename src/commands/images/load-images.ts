import { basename } from 'node:path';
import { EngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { listOf } from '../../shared/quantity';
import { shortId } from '../../views/format';
import { offer } from '../offer';
import { archivePath, readArchive } from '../read-archive';
import type { Services } from '../services';

/** Takes the images of an archive that `docker save` or "Save images" wrote. */
export async function loadImages(
  services: Pick<Services, 'engine' | 'ui' | 'run'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui } = services;
  const path = await archivePath(services, args, 'Load images');
  if (path === undefined) return;
  const engine = await services.engine();
  const loaded = await ui.progress(`Loading ${basename(path)}`, async (report, signal) => {
    const names: string[] = [];
    for await (const { loaded: name } of engine.images.load(await readArchive(path, report), signal))
      if (name !== undefined) names.push(name);
    return names;
  });
  const [only] = loaded;
  if (only === undefined) {
    throw new EngineError('invalid', `There was no image in ${basename(path)}.`, {
      hint: 'A tar of plain files, as "docker export" writes it, is taken by "Import image".',
    });
  }
  // Engines save, and so load, several images in any order.
  if (loaded.length > 1)
    void ui.info(`Loaded ${plural(loaded.length, 'image')}: ${listOf(loaded.map(nameOf).sort())}.`);
  else offer(services, ui.info(`Loaded ${nameOf(only)}.`, 'Run'), { Run: ['layerwright.runImage', only] });
}

function nameOf(name: string): string {
  return name.startsWith('sha256:') ? shortId(name) : name;
}
