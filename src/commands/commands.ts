import type { Handler } from '../host/register-commands';
import type { EngineCommandId } from '../ids';
import { arrangeCommands } from './arrange/arrange-commands';
import { buildCommands } from './build/build-commands';
import { composeCommands } from './compose/compose-commands';
import { containerCommands } from './containers/container-commands';
import { contextCommands } from './contexts/context-commands';
import { diskCommands } from './disk-usage/disk-commands';
import { fileCommands } from './files/file-commands';
import { imageCommands } from './images/image-commands';
import { logCommands } from './logs/log-commands';
import { monitoringCommands } from './monitoring/monitoring-commands';
import { networkCommands } from './networks/network-commands';
import { optimiseCommands } from './optimise/optimise-commands';
import { registryCommands } from './registries/registry-commands';
import { runCommands } from './run/run-commands';
import type { Services } from './services';
import { terminalCommands } from './terminals/terminal-commands';
import type { ViewActions } from './view-actions';
import { volumeCommands } from './volumes/volume-commands';

export type EngineCommands = Readonly<Record<EngineCommandId, Handler>>;

/** Every command that talks to the engine. */
export function createCommands(services: Services, views: ViewActions): EngineCommands {
  return {
    ...buildCommands(services),
    ...optimiseCommands(services),
    ...runCommands(services),
    ...imageCommands(services, views),
    ...registryCommands(services, views),
    ...containerCommands(services, views),
    ...terminalCommands(services),
    ...logCommands(services),
    ...fileCommands(services),
    ...monitoringCommands(services),
    ...arrangeCommands(services, views),
    ...volumeCommands(services, views),
    ...networkCommands(services, views),
    ...composeCommands(services),
    ...contextCommands(services, views),
    ...diskCommands(services, views),
  };
}
