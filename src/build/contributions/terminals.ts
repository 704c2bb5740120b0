import type { TerminalCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const terminalsContributions: Readonly<Record<TerminalCommandId, CommandContribution>> = {
  'layerwright.openContainerShell': {
    title: 'Open shell in container',
    icon: 'terminal',
    does: 'Opens a terminal with the best shell the container has.',
    typed: ['docker exec -it … sh'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer'], group: '2_look@3', single: true }],
  },
  'layerwright.openContainerShellAs': {
    title: 'Open shell in container as…',
    icon: 'terminal',
    does: 'The same as a user, and in a folder, that you choose.',
    typed: ['docker exec -it -u USER -w FOLDER … sh'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer'], group: '2_look@4', single: true }],
  },
  'layerwright.execInContainer': {
    title: 'Run command in container…',
    icon: 'terminal',
    does: 'Runs a command of yours in a container, in a terminal; user, folder and variables may be given as in docker exec.',
    typed: ['docker exec -it'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer'], group: '2_look@5', single: true }],
  },
  'layerwright.attachContainer': {
    title: 'Attach to container',
    icon: 'plug',
    does: 'Joins a terminal to the main process of a container. Ctrl+P Ctrl+Q leaves it running.',
    typed: ['docker attach'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer'], group: '2_look@6', single: true }],
  },
  'layerwright.startContainerAttached': {
    title: 'Start container and attach',
    icon: 'run-all',
    does: 'Starts a container with its input and output in a terminal, and tells its exit code.',
    typed: ['docker start -a', 'docker start -ai'],
    rows: [{ view: 'layerwright.containers', values: ['stoppedContainer'], group: '1_state@2', single: true }],
  },
};
