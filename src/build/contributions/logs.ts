import type { ContextValue, LogCommandId } from '../../ids';
import type { CommandContribution, RowPlace } from './contribution';

const containers: readonly ContextValue[] = ['runningContainer', 'pausedContainer', 'stoppedContainer'];

function row(group: string, values: readonly ContextValue[] = [...containers, 'containerGroup']): RowPlace {
  return { view: 'layerwright.containers', values, group };
}

export const logsContributions: Readonly<Record<LogCommandId, CommandContribution>> = {
  'layerwright.showContainerLogs': {
    title: 'Show container logs',
    icon: 'output',
    does: 'Shows and follows what containers print, through restarts of theirs and the engine; several together, coloured by service.',
    typed: ['docker logs -f', 'docker compose logs -f'],
    rows: [row('inline@1', containers), row('2_look@1')],
  },
  'layerwright.showContainerLogsWithOptions': {
    title: 'Show container logs with options…',
    icon: 'output',
    does: 'Asks how many lines, since when, whether with timestamps and which lines first.',
    typed: ['docker logs --tail --since --timestamps'],
    rows: [row('2_look@2')],
  },
  'layerwright.searchContainerLogs': {
    title: 'Search container logs…',
    icon: 'search',
    does: 'Opens the lines with a text, or all of them, as a document; what looks like a secret is hidden in it until you ask.',
    typed: ['docker logs … | grep'],
    rows: [row('3_inspect@2')],
  },
  'layerwright.saveContainerLogs': {
    title: 'Save container logs…',
    icon: 'save',
    does: 'Writes all that containers have printed to a file, several of them in the order of time.',
    typed: ['docker logs … > FILE'],
    rows: [row('3_inspect@3')],
  },
};
