import type { Handler } from '../../host/register-commands';
import type { FileCommandId } from '../../ids';
import type { Services } from '../services';
import { copyFromContainer } from './copy-from-container';
import { copyToContainer } from './copy-to-container';
import { deleteContainerFile } from './delete-container-file';
import { fileTargets } from './file-targets';
import { newContainerFile, newContainerFolder } from './new-container-file';
import { openContainerFile } from './open-container-file';
import { openContainerFolder } from './open-container-folder';
import { renameContainerFile } from './rename-container-file';

export function fileCommands(services: Services): Readonly<Record<FileCommandId, Handler>> {
  return {
    'layerwright.openContainerFile': (...args) => openContainerFile(services, args),
    'layerwright.openContainerFolder': (...args) => openContainerFolder(services, args),
    'layerwright.newContainerFile': (...args) => newContainerFile(services, args),
    'layerwright.newContainerFolder': (...args) => newContainerFolder(services, args),
    'layerwright.renameContainerFile': (...args) => renameContainerFile(services, args),
    'layerwright.deleteContainerFile': (...args) => deleteContainerFile(services, args),
    'layerwright.copyFromContainer': (...args) => copyFromContainer(services, args),
    'layerwright.copyToContainer': (...args) => copyToContainer(services, args),
    'layerwright.copyContainerPath': (...args) =>
      services.ui.copy(
        fileTargets(args)
          .map(({ path }) => path)
          .join('\n'),
      ),
    'layerwright.refreshContainerFiles': async (...args) => {
      const [target] = fileTargets(args);
      (await services.files()).refresh(target?.container.id);
    },
  };
}
