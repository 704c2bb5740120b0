import type { Handler } from '../../host/register-commands';
import type { LogCommandId } from '../../ids';
import type { Services } from '../services';
import { showContainerLogs } from './show-container-logs';

export function logCommands(services: Services): Readonly<Record<LogCommandId, Handler>> {
  return {
    'layerwright.showContainerLogs': (...args) => showContainerLogs(services, args),
  };
}
