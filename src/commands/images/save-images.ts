import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { plural } from '../../shared/plural';
import { formatBytes, listOf } from '../../shared/quantity';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { archiveFilters, archiveName, archiveProgress, writeArchive } from '../write-archive';
import { pickImages } from './pick-image';

/** Writes images with their layers and names into one archive that any engine can load. */
export async function saveImages(
  services: Pick<Services, 'engine' | 'ui' | 'workspace'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui, workspace } = services;
  const given = imageTargets(args);
  const targets = given.length > 0 ? given : await pickImages(services, { title: 'Save images' });
  const [first] = targets;
  if (!first) return;
  const title = `Save ${listOf(targets.map(({ name }) => name))}`;
  const proposed = targets.length === 1 ? archiveName(first.name) : 'images';
  const path = await ui.pickSaveFile({
    title,
    path: join(workspace.folders[0] ?? homedir(), `${proposed}.tar`),
    filters: archiveFilters,
  });
  if (path === undefined) return;
  const engine = await services.engine();
  const bytes = await ui.progress(title, async (report, signal) => {
    const details = await Promise.all(targets.map(({ ref }) => engine.images.inspect(ref, signal)));
    const expected = [...new Map(details.map(({ id, bytes }) => [id, bytes])).values()].reduce((a, b) => a + b, 0);
    return writeArchive(
      await engine.images.save(
        targets.map(({ ref }) => ref),
        signal,
      ),
      {
        path,
        signal,
        onBytes: (read) => report(archiveProgress(read, expected), expected > 0 ? read / expected : undefined),
      },
    );
  });
  const what = targets.length === 1 ? first.name : plural(targets.length, 'image');
  void ui.info(
    `Saved ${what} as ${basename(path)} (${formatBytes(bytes)}${/gz$/i.test(path) ? ' before packing' : ''}).`,
  );
}
