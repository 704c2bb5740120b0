import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { formatBytes } from '../../shared/quantity';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { archiveFilters, archiveName, archiveProgress, writeArchive } from '../write-archive';
import { pickContainer } from './pick-container';

/** Writes all files of a container, running or not, as one tar. */
export async function exportContainer(
  services: Pick<Services, 'engine' | 'ui' | 'workspace'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui, workspace } = services;
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: 'Export container', empty: 'There is no container here yet.' }));
  if (!target) return;
  const path = await ui.pickSaveFile({
    title: `Export ${target.name}`,
    path: join(workspace.folders[0] ?? homedir(), `${archiveName(target.name)}.tar`),
    filters: archiveFilters,
  });
  if (path === undefined) return;
  const engine = await services.engine();
  const bytes = await ui.progress(`Exporting ${target.name}`, async (report, signal) =>
    writeArchive(await engine.containers.export(target.id, signal), {
      path,
      signal,
      onBytes: (read) => report(archiveProgress(read, undefined)),
    }),
  );
  void ui.info(
    `Exported the files of ${target.name} as ${basename(path)} (${formatBytes(bytes)}). Volumes are not part of it.`,
  );
}
