import type { OpenContainer } from './container-files';
import { FileError, missing } from './file-error';
import { assertMovable, assertRunning } from './places';
import { findFile } from './stat-file';
import { assertWritable, runOrFail } from './write-file';

/** Removes a file, a link or a folder with all that is below it. */
export async function removeFile(container: OpenContainer, path: string): Promise<void> {
  const { details } = container;
  assertMovable(details, path, 'deleted');
  assertWritable(container, path);
  if (!(await findFile(container, path))) throw missing(path, details.name);
  assertRunning(details, 'an engine by itself cannot delete files');
  await runOrFail(container, ['rm', '-rf', '--', path], `${path} cannot be deleted`);
}

/** Gives a file or folder another name, or another place in the same container. */
export async function renameFile(
  container: OpenContainer,
  from: string,
  to: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  const { details } = container;
  assertMovable(details, from, 'moved');
  assertWritable(container, from);
  assertWritable(container, to);
  if (!(await findFile(container, from))) throw missing(from, details.name);
  const there = await findFile(container, to);
  if (there && !overwrite) throw new FileError('exists', `There is a ${to} in ${details.name} already.`);
  assertRunning(details, 'an engine by itself cannot rename files');
  // A folder would take what is moved into itself.
  if (there?.kind === 'folder' || there?.kind === 'link') await removeFile(container, to);
  await runOrFail(container, ['mv', '-f', '--', from, to], `${from} cannot be renamed`);
}
