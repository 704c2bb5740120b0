import type { MonitoringCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const monitoringContributions: Readonly<Record<MonitoringCommandId, CommandContribution>> = {
  'layerwright.showContainerStats': {
    title: 'Show container stats',
    icon: 'graph-line',
    does: 'Draws the CPU, memory, network and block I/O of containers as they change; of all that run when none is selected.',
    typed: ['docker stats'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'containerGroup'],
        group: '2_look@7',
      },
    ],
    titles: [{ view: 'layerwright.containers', group: '2_look@1' }],
  },
  'layerwright.showContainerProcesses': {
    title: 'Show processes of container',
    icon: 'list-tree',
    does: 'Lists the processes of a container beside what it uses.',
    typed: ['docker top'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer'], group: '2_look@8', single: true }],
  },
  'layerwright.showEngineEvents': {
    title: 'Show events of engine',
    icon: 'pulse',
    does: 'Follows what happens at the engine, or to the selected containers, in a terminal.',
    typed: ['docker events'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer', 'containerGroup'],
        group: '3_inspect@6',
      },
    ],
    titles: [{ view: 'layerwright.containers', group: '2_look@2' }],
  },
};
