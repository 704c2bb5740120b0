import { authorityOf, containerUri } from '../../container-files/container-uri';
import { FileError } from '../../container-files/file-error';
import type { Services } from '../services';
import { askFile } from './ask-file';
import { describeTarget } from './file-targets';

/** A file in an editor, where it can be changed and saved. */
export async function openContainerFile(
  services: Pick<Services, 'engine' | 'ui' | 'memory' | 'files'>,
  args: readonly unknown[],
): Promise<void> {
  const target = await askFile(services, args, { title: 'Open file in container', prompt: 'The file to open.' });
  if (!target) return;
  const files = await services.files();
  const { details } = await files.open(target.container.id);
  const { kind } = await files.stat(details.id, target.path);
  if (kind === 'folder')
    throw new FileError('is-folder', `${describeTarget(target)} is a folder.`, {
      hint: 'Expand it in the Containers view.',
    });
  if (kind !== 'file')
    throw new FileError(
      'unavailable',
      `${describeTarget(target)} is a device, a pipe, a socket or a link to nothing, and has no content to show.`,
    );
  await services.ui.openUri(containerUri(authorityOf(details), target.path));
}
