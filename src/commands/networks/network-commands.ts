import type { Handler } from '../../host/register-commands';
import type { NetworkCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { connectNetwork } from './connect-network';
import { createNetwork } from './create-network';
import { disconnectNetwork } from './disconnect-network';
import { inspectNetwork } from './inspect-network';
import { pruneNetworks } from './prune-networks';
import { removeNetwork } from './remove-network';

export function networkCommands(services: Services, views: ViewActions): Readonly<Record<NetworkCommandId, Handler>> {
  return {
    'layerwright.createNetwork': () => createNetwork(services),
    'layerwright.connectNetwork': (...args) => connectNetwork(services, args),
    'layerwright.disconnectNetwork': (...args) => disconnectNetwork(services, args),
    'layerwright.inspectNetwork': (...args) => inspectNetwork(services, args),
    'layerwright.removeNetwork': (...args) => removeNetwork(services, args),
    'layerwright.pruneNetworks': () => pruneNetworks(services),
    'layerwright.refreshNetworks': () => views.refresh('layerwright.networks'),
  };
}
