import type { Handler } from '../../host/register-commands';
import type { ContainerCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { commitContainer } from './commit-container';
import { copyContainerId, copyContainerName } from './copy-container-fact';
import { exportContainer } from './export-container';
import { inspectContainer } from './inspect-container';
import { killContainer } from './kill-container';
import { openContainerInBrowser } from './open-container-in-browser';
import { pauseContainer, unpauseContainer } from './pause-container';
import { pruneContainers } from './prune-containers';
import { removeContainer } from './remove-container';
import { renameContainer } from './rename-container';
import { restartContainer } from './restart-container';
import { showContainerChanges } from './show-container-changes';
import { showContainerPorts } from './show-container-ports';
import { startContainer } from './start-container';
import { stopContainer } from './stop-container';
import { updateContainer } from './update-container';
import { waitForContainer } from './wait-for-container';

export function containerCommands(
  services: Services,
  views: ViewActions,
): Readonly<Record<ContainerCommandId, Handler>> {
  return {
    'layerwright.startContainer': (...args) => startContainer(services, args),
    'layerwright.stopContainer': (...args) => stopContainer(services, args),
    'layerwright.restartContainer': (...args) => restartContainer(services, args),
    'layerwright.removeContainer': (...args) => removeContainer(services, args),
    'layerwright.pruneContainers': () => pruneContainers(services),
    'layerwright.inspectContainer': (...args) => inspectContainer(services, args),
    'layerwright.pauseContainer': (...args) => pauseContainer(services, args),
    'layerwright.unpauseContainer': (...args) => unpauseContainer(services, args),
    'layerwright.killContainer': (...args) => killContainer(services, args),
    'layerwright.waitForContainer': (...args) => waitForContainer(services, args),
    'layerwright.showContainerPorts': (...args) => showContainerPorts(services, args),
    'layerwright.openContainerInBrowser': (...args) => openContainerInBrowser(services, args),
    'layerwright.renameContainer': (...args) => renameContainer(services, args),
    'layerwright.updateContainer': (...args) => updateContainer(services, args),
    'layerwright.commitContainer': (...args) => commitContainer(services, args),
    'layerwright.exportContainer': (...args) => exportContainer(services, args),
    'layerwright.showContainerChanges': (...args) => showContainerChanges(services, args),
    'layerwright.copyContainerId': (...args) => copyContainerId(services, args),
    'layerwright.copyContainerName': (...args) => copyContainerName(services, args),
    'layerwright.refreshContainers': () => views.refresh('layerwright.containers'),
  };
}
