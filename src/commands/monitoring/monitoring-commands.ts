import type { Handler } from '../../host/register-commands';
import type { MonitoringCommandId } from '../../ids';
import type { Services } from '../services';
import { showContainerProcesses, showContainerStats } from './show-container-stats';
import { showEngineEvents } from './show-engine-events';

export function monitoringCommands(services: Services): Readonly<Record<MonitoringCommandId, Handler>> {
  return {
    'layerwright.showContainerStats': (...args) => showContainerStats(services, args),
    'layerwright.showContainerProcesses': (...args) => showContainerProcesses(services, args),
    'layerwright.showEngineEvents': (...args) => showEngineEvents(services, args),
  };
}
