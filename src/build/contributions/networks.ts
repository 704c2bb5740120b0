import type { NetworkCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

const view = 'layerwright.networks';

export const networksContributions: Readonly<Record<NetworkCommandId, CommandContribution>> = {
  'layerwright.createNetwork': {
    title: 'Create network…',
    icon: 'add',
    does: 'Makes a network: name, driver, subnet and gateway, internal, attachable, IPv6, options, labels.',
    typed: ['docker network create'],
    titles: [{ view, group: 'navigation@1' }],
  },
  'layerwright.connectNetwork': {
    title: 'Connect to network…',
    icon: 'plug',
    does: 'Connects containers to a network, with aliases and an address where wanted.',
    typed: ['docker network connect'],
    rows: [
      { view, values: ['network'], group: 'inline@2' },
      { view, values: ['network', 'predefinedNetwork'], group: '1_connect@1', single: true },
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '5_network@1',
      },
    ],
  },
  'layerwright.disconnectNetwork': {
    title: 'Disconnect from network…',
    icon: 'debug-disconnect',
    does: 'Takes containers off a network.',
    typed: ['docker network disconnect'],
    rows: [
      { view, values: ['networkUser'], group: 'inline@1' },
      { view, values: ['networkUser', 'network', 'predefinedNetwork'], group: '1_connect@2' },
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '5_network@2',
      },
    ],
  },
  'layerwright.inspectNetwork': {
    title: 'Inspect network',
    icon: 'json',
    does: 'Shows everything the engine knows of a network as a read-only document.',
    typed: ['docker network inspect'],
    rows: [
      { view, values: ['network', 'predefinedNetwork'], group: 'inline@1' },
      { view, values: ['network', 'predefinedNetwork'], group: '2_look@1', single: true },
    ],
  },
  'layerwright.removeNetwork': {
    title: 'Remove network…',
    icon: 'trash',
    does: 'Removes networks after naming them and who is connected; running containers are disconnected only when told to.',
    typed: ['docker network rm'],
    rows: [{ view, values: ['network'], group: '9_destructive@1' }],
  },
  'layerwright.pruneNetworks': {
    title: 'Prune networks…',
    icon: 'clear-all',
    does: 'Lists the networks without a running container, and removes those that are ticked.',
    typed: ['docker network prune'],
    titles: [{ view, group: '9_destructive@1' }],
  },
  'layerwright.refreshNetworks': {
    title: 'Refresh networks',
    icon: 'refresh',
    does: 'Lists the networks again. Rarely needed: the view follows the engine.',
    typed: ['docker network ls'],
    titles: [{ view, group: 'navigation@9' }],
  },
};
