import type { VolumeCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

const view = 'layerwright.volumes';

export const volumesContributions: Readonly<Record<VolumeCommandId, CommandContribution>> = {
  'layerwright.createVolume': {
    title: 'Create volume…',
    icon: 'add',
    does: 'Makes a volume: name, driver, options of the driver, labels.',
    typed: ['docker volume create'],
    titles: [{ view, group: 'navigation@1' }],
  },
  'layerwright.inspectVolume': {
    title: 'Inspect volume',
    icon: 'json',
    does: 'Shows everything the engine knows of a volume as a read-only document.',
    typed: ['docker volume inspect'],
    rows: [
      { view: 'layerwright.diskUsage', values: ['volumeUsageItem'], group: '1_look@1' },
      { view, values: ['volume'], group: 'inline@1' },
      { view, values: ['volume'], group: '1_look@1', single: true },
    ],
  },
  'layerwright.removeVolume': {
    title: 'Remove volume…',
    icon: 'trash',
    does: 'Removes volumes after naming them; what a container uses stays, and its containers are named.',
    typed: ['docker volume rm'],
    rows: [
      { view: 'layerwright.diskUsage', values: ['volumeUsageItem'], group: '9_destructive@1' },
      { view, values: ['volume', 'anonymousVolumes'], group: '9_destructive@1' },
    ],
  },
  'layerwright.pruneVolumes': {
    title: 'Prune volumes…',
    icon: 'clear-all',
    does: 'Lists the volumes no container uses with their sizes, and removes those that are ticked.',
    typed: ['docker volume prune', 'docker volume prune -a'],
    titles: [{ view, group: '9_destructive@1' }],
    rows: [{ view: 'layerwright.diskUsage', values: ['volumeUsage'], group: '9_destructive@1' }],
  },
  'layerwright.refreshVolumes': {
    title: 'Refresh volumes',
    icon: 'refresh',
    does: 'Lists the volumes again. Rarely needed: the view follows the engine.',
    typed: ['docker volume ls'],
    titles: [{ view, group: 'navigation@9' }],
  },
};
