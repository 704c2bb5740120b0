import type { LogCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const logsContributions: Readonly<Record<LogCommandId, CommandContribution>> = {
  'layerwright.showContainerLogs': {
    title: 'Show container logs',
    icon: 'output',
    does: 'Shows and follows what containers print, through restarts.',
    typed: ['docker logs -f'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: 'inline@1',
      },
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '2_look@1',
      },
    ],
  },
};
