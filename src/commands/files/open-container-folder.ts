import { authorityOf, containerUri } from '../../container-files/container-uri';
import { nameOf } from '../../container-files/paths';
import type { Services } from '../services';
import { askFile } from './ask-file';

/** A folder of a container beside those of the workspace, in the Explorer. */
export async function openContainerFolder(
  services: Pick<Services, 'engine' | 'ui' | 'memory' | 'files' | 'workspace'>,
  args: readonly unknown[],
): Promise<void> {
  const target = await askFile(services, args, {
    title: 'Open container folder in Explorer',
    prompt: 'The folder to open.',
  });
  if (!target) return;
  const files = await services.files();
  const { details } = await files.open(target.container.id);
  await files.list(details.id, target.path);
  const name = nameOf(target.path);
  services.workspace.addFolder(
    containerUri(authorityOf(details), target.path),
    name === '' ? details.name : `${name} (${details.name})`,
  );
}
