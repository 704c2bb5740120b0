import { open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { formatBytes } from '../../shared/quantity';
import type { Services } from '../services';
import { type LogTargets, logTargets } from './log-targets';
import { type LogView, rememberedView } from './log-view';
import { writeLogs } from './write-logs';

type SaveServices = Pick<Services, 'engine' | 'ui' | 'memory' | 'workspace'>;

/** All that containers have printed, in a file; several of them in the order of time. */
export async function saveContainerLogs(services: SaveServices, args: readonly unknown[]): Promise<void> {
  const targets = await logTargets(services, args, 'Save container logs');
  if (targets) await saveLogs(services, targets, rememberedView(services));
}

/** What the view leaves out is left out of the file, but not for its length. */
export async function saveLogs(
  { ui, workspace }: Pick<Services, 'ui' | 'workspace'>,
  targets: LogTargets,
  view: LogView,
): Promise<void> {
  const path = await ui.pickSaveFile({
    title: `Save logs of ${targets.name}`,
    path: join(workspace.folders[0] ?? homedir(), `${targets.name}.log`),
  });
  if (path === undefined) return;
  let bytes = 0;
  const { lines } = await ui.progress(`Saving ${basename(path)}`, async (report, signal) => {
    // The file of before stays as it is until the new one is whole.
    const unfinished = `${path}.part`;
    const file = await open(unfinished, 'w');
    try {
      const written = await writeLogs(targets.engine, targets, {
        view: { ...view, tail: 'all' },
        signal,
        async take(text) {
          bytes += (await file.write(text)).bytesWritten;
          report(formatBytes(bytes));
        },
      });
      await file.close();
      await rename(unfinished, path);
      return written;
    } catch (error) {
      await file.close().catch(() => {});
      await rm(unfinished, { force: true });
      throw error;
    }
  });
  const answer = ui.info(`Saved ${lines.toLocaleString('en')} lines (${formatBytes(bytes)}).`, 'Open file');
  void answer.then((chosen) => (chosen === 'Open file' ? ui.openFile(path) : undefined));
}
