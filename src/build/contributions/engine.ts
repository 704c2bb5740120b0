import type { HostCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const engineContributions: Readonly<Record<HostCommandId, CommandContribution>> = {
  'layerwright.retryConnection': {
    title: 'Retry connection to engine',
    icon: 'debug-reconnect',
    does: 'Asks anew where the engine is and connects.',
  },
  'layerwright.openEngineSettings': {
    title: 'Open engine settings',
    icon: 'gear',
    does: 'Opens the settings that choose the engine.',
  },
  'layerwright.showOutput': {
    title: 'Show output',
    icon: 'output',
    does: 'Shows the output channel: what was tried and what went wrong.',
  },
};
