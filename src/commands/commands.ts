import type { Handler } from '../host/register-commands';
import type { EngineCommandId } from '../ids';
import { buildImage } from './build-image';
import { copyImageReference } from './copy-image-reference';
import { inspectContainer } from './inspect-container';
import { inspectImage } from './inspect-image';
import { openContainerInBrowser } from './open-container-in-browser';
import { openContainerShell } from './open-container-shell';
import { pruneContainers } from './prune-containers';
import { pruneImages } from './prune-images';
import { pullImage } from './pull-image';
import { pushImage } from './push-image';
import { removeContainer } from './remove-container';
import { removeImage } from './remove-image';
import { restartContainer } from './restart-container';
import { runImage } from './run-image';
import { runImageInteractive } from './run-image-interactive';
import type { Services } from './services';
import { showContainerLogs } from './show-container-logs';
import { startContainer } from './start-container';
import { stopContainer } from './stop-container';
import { tagImage } from './tag-image';

/** What the views do for commands. */
export interface ViewActions {
  refreshImages(): Promise<void>;
  refreshContainers(): Promise<void>;
  /** Forgets the connection and asks anew where the engine is. */
  retryConnection(): void;
}

export type EngineCommands = Readonly<Record<EngineCommandId, Handler>>;

/** Every command that talks to the engine. */
export function createCommands(services: Services, views: ViewActions): EngineCommands {
  return {
    'layerwright.buildImage': (...args) => buildImage(services, args),
    'layerwright.runImage': (...args) => runImage(services, args),
    'layerwright.runImageInteractive': (...args) => runImageInteractive(services, args),
    'layerwright.pullImage': (...args) => pullImage(services, args),
    'layerwright.tagImage': (...args) => tagImage(services, args),
    'layerwright.pushImage': (...args) => pushImage(services, args),
    'layerwright.removeImage': (...args) => removeImage(services, args),
    'layerwright.pruneImages': () => pruneImages(services),
    'layerwright.inspectImage': (...args) => inspectImage(services, args),
    'layerwright.copyImageReference': (...args) => copyImageReference(services, args),
    'layerwright.startContainer': (...args) => startContainer(services, args),
    'layerwright.stopContainer': (...args) => stopContainer(services, args),
    'layerwright.restartContainer': (...args) => restartContainer(services, args),
    'layerwright.removeContainer': (...args) => removeContainer(services, args),
    'layerwright.pruneContainers': () => pruneContainers(services),
    'layerwright.inspectContainer': (...args) => inspectContainer(services, args),
    'layerwright.showContainerLogs': (...args) => showContainerLogs(services, args),
    'layerwright.openContainerShell': (...args) => openContainerShell(services, args),
    'layerwright.openContainerInBrowser': (...args) => openContainerInBrowser(services, args),
    'layerwright.refreshImages': () => views.refreshImages(),
    'layerwright.refreshContainers': () => views.refreshContainers(),
    'layerwright.retryConnection': () => views.retryConnection(),
  };
}
