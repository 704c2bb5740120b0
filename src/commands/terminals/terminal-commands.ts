import type { Handler } from '../../host/register-commands';
import type { TerminalCommandId } from '../../ids';
import type { Services } from '../services';
import { attachContainer } from './attach-container';
import { execInContainer } from './exec-in-container';
import { openContainerShell, openContainerShellAs } from './open-container-shell';
import { startAttached } from './start-attached';

export function terminalCommands(services: Services): Readonly<Record<TerminalCommandId, Handler>> {
  return {
    'layerwright.openContainerShell': (...args) => openContainerShell(services, args),
    'layerwright.openContainerShellAs': (...args) => openContainerShellAs(services, args),
    'layerwright.execInContainer': (...args) => execInContainer(services, args),
    'layerwright.attachContainer': (...args) => attachContainer(services, args),
    'layerwright.startContainerAttached': (...args) => startAttached(services, args),
  };
}
