import { authorityOf, containerUri } from '../../container-files/container-uri';
import { joinPath, nameProblem } from '../../container-files/paths';
import type { Services } from '../services';
import { askFile } from './ask-file';
import { describeTarget } from './file-targets';

type NewFileServices = Pick<Services, 'engine' | 'ui' | 'memory' | 'files'>;

/** An empty file, open in an editor. */
export async function newContainerFile(services: NewFileServices, args: readonly unknown[]): Promise<void> {
  const made = await askName(services, args, 'New file in container');
  if (!made) return;
  const files = await services.files();
  const { details } = await files.open(made.container);
  await files.write(details.id, made.path, new Uint8Array(), { create: true, overwrite: false });
  await services.ui.openUri(containerUri(authorityOf(details), made.path));
}

export async function newContainerFolder(services: NewFileServices, args: readonly unknown[]): Promise<void> {
  const made = await askName(services, args, 'New folder in container');
  if (made) await (await services.files()).makeFolder(made.container, made.path);
}

async function askName(
  services: NewFileServices,
  args: readonly unknown[],
  title: string,
): Promise<{ readonly container: string; readonly path: string } | undefined> {
  const folder = await askFile(services, args, { title, prompt: 'The folder to make it in.' });
  if (!folder) return undefined;
  const name = await services.ui.input({ title, prompt: `Name in ${describeTarget(folder)}`, validate: nameProblem });
  return name === undefined ? undefined : { container: folder.container.id, path: joinPath(folder.path, name) };
}
