import type { Handler } from '../../host/register-commands';
import type { LogCommandId } from '../../ids';
import type { Services } from '../services';
import { saveContainerLogs } from './save-container-logs';
import { searchContainerLogs } from './search-container-logs';
import { showContainerLogs, showContainerLogsWithOptions } from './show-container-logs';

export function logCommands(services: Services): Readonly<Record<LogCommandId, Handler>> {
  return {
    'layerwright.showContainerLogs': (...args) => showContainerLogs(services, args),
    'layerwright.showContainerLogsWithOptions': (...args) => showContainerLogsWithOptions(services, args),
    'layerwright.searchContainerLogs': (...args) => searchContainerLogs(services, args),
    'layerwright.saveContainerLogs': (...args) => saveContainerLogs(services, args),
  };
}
