import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { joinPath, parentOf } from '../../container-files/paths';
import { isEngineError } from '../../engine/errors';
import { formatBytes, listOf } from '../../shared/quantity';
import { pickContainer } from '../containers/pick-container';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { askPath } from './ask-file';
import { describeSkipped } from './describe-skipped';
import { describeTarget, type FileTarget, fileTargets } from './file-targets';

type CopyServices = Pick<Services, 'engine' | 'ui' | 'memory' | 'files'>;

const title = 'Copy to container';

/**
 * Copies files and folders of this machine into a folder of a container: called for a row, the files are asked for; for
 * files of the Explorer, the container and its folder are.
 */
export async function copyToContainer(services: CopyServices, args: readonly unknown[]): Promise<void> {
  const [given] = fileTargets(args);
  const paths = localPaths(args);
  const sources = paths.length > 0 ? paths : await askSources(services);
  if (sources.length === 0) return;
  const folder = given ? folderOf(given) : await askFolder(services, args);
  if (folder) await copyInto(services, sources, folder);
}

/** What is dropped on a row, or chosen. Asks before anything is replaced. */
export async function copyInto(
  { ui, files: load }: Pick<CopyServices, 'ui' | 'files'>,
  sources: readonly string[],
  folder: FileTarget,
): Promise<void> {
  const files = await load();
  const names = sources.map((source) => basename(source));
  const there: string[] = [];
  for (const name of names) {
    const path = joinPath(folder.path, name);
    if (await isThere(files.stat(folder.container.id, path))) there.push(path);
  }
  if (there.length > 0) {
    const agreed = await ui.confirm({
      message:
        there.length === 1
          ? `Replace ${there[0]} in ${folder.container.name}?`
          : `Replace ${there.length} files and folders in ${folder.container.name}?`,
      detail: `${nameLines(there)}\n\nFiles of the same name are replaced; others in a folder stay.`,
      action: 'Replace',
    });
    if (!agreed) return;
  }
  const what = listOf(names);
  const done = await ui.progress(`Copying ${what} to ${describeTarget(folder)}`, (report, signal) =>
    files.upload(folder.container.id, sources, folder.path, {
      signal,
      onBytes: (sent, total = sent) =>
        report(`${formatBytes(sent)} of ${formatBytes(total)}`, total > 0 ? sent / total : 1),
    }),
  );
  const size = `${done.files === 1 ? '' : `${done.files} files, `}${formatBytes(done.bytes)}`;
  const message = `Copied ${what} to ${describeTarget(folder)} (${size}).${describeSkipped(done.skipped)}`;
  if (done.skipped.length > 0) void ui.warn(message);
  else ui.statusMessage(message);
}

async function askSources({ ui }: Pick<CopyServices, 'ui'>): Promise<readonly string[]> {
  const kind = await ui.pick(
    [
      { label: 'Files…', icon: 'files', value: 'files' as const },
      { label: 'Folder…', icon: 'folder', value: 'folder' as const },
    ],
    { title, placeholder: 'What is to be copied?' },
  );
  if (kind === undefined) return [];
  if (kind === 'files') return (await ui.pickFiles({ title })) ?? [];
  const folder = await ui.pickFolder({ title });
  return folder === undefined ? [] : [folder];
}

async function askFolder(services: CopyServices, args: readonly unknown[]): Promise<FileTarget | undefined> {
  // The first of the Explorer's files is no name of a container.
  const container =
    (typeof args[0] === 'object' ? containerTargets(args)[0] : undefined) ??
    (await pickContainer(services, { title, empty: 'There is no container here yet.' }));
  return container && askPath(services, container, { title, prompt: 'The folder to copy into.' });
}

/** What is dropped on a file's row goes beside it. */
function folderOf(target: FileTarget): FileTarget {
  return target.folder === false ? { ...target, path: parentOf(target.path), folder: true } : target;
}

/** A file of the Explorer and those selected with it, or what was dropped on a row. */
function localPaths([clicked, more]: readonly unknown[]): readonly string[] {
  const dropped = typeof clicked === 'object';
  const all = Array.isArray(more) && (dropped || more.includes(clicked)) ? more : [clicked];
  return all.filter(
    (path): path is string => typeof path === 'string' && /^(?:[/\\]|[A-Za-z]:)/.test(path) && existsSync(path),
  );
}

async function isThere(stat: Promise<unknown>): Promise<boolean> {
  try {
    await stat;
    return true;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return false;
    throw error;
  }
}
