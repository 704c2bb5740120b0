import { joinPath, nameOf, nameProblem, parentOf } from '../../container-files/paths';
import type { Services } from '../services';
import { askFile } from './ask-file';
import { describeTarget } from './file-targets';

export async function renameContainerFile(
  services: Pick<Services, 'engine' | 'ui' | 'memory' | 'files'>,
  args: readonly unknown[],
): Promise<void> {
  const target = await askFile(services, args, {
    title: 'Rename file in container',
    prompt: 'The file or folder to rename.',
  });
  if (!target) return;
  const name = await services.ui.input({
    title: `Rename ${describeTarget(target)}`,
    value: nameOf(target.path),
    validate: nameProblem,
  });
  if (name === undefined || name === nameOf(target.path)) return;
  const to = joinPath(parentOf(target.path), name);
  await (await services.files()).rename(target.container.id, target.path, to, { overwrite: false });
}
