import type { ContextCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

const view = 'layerwright.contexts';
const named = ['context', 'currentContext'] as const;

export const contextsContributions: Readonly<Record<ContextCommandId, CommandContribution>> = {
  'layerwright.useContext': {
    title: 'Use engine or context…',
    icon: 'arrow-swap',
    does: 'Chooses the engine Layerwright talks to: a Docker context, a socket found on this machine, or an address.',
    typed: ['docker --context'],
    titles: [{ view, group: 'navigation@2' }],
    rows: [
      { view, values: ['context', 'defaultContext', 'socket'], group: 'inline@1' },
      { view, values: ['context', 'defaultContext', 'socket'], group: '1_use@1', single: true },
    ],
  },
  'layerwright.useContextForDocker': {
    title: 'Use context in docker commands…',
    icon: 'terminal',
    does: 'Makes a context the current one of the docker command line, too.',
    typed: ['docker context use'],
    rows: [{ view, values: [...named, 'defaultContext', 'currentDefaultContext'], group: '1_use@2', single: true }],
  },
  'layerwright.createContext': {
    title: 'Create context…',
    icon: 'add',
    does: 'Makes a Docker context for an engine over ssh, TLS or a socket, and says whether the engine answers.',
    typed: ['docker context create'],
    titles: [{ view, group: 'navigation@1' }],
  },
  'layerwright.inspectContext': {
    title: 'Inspect context',
    icon: 'json',
    does: 'Shows what is kept of a context as a read-only document.',
    typed: ['docker context inspect'],
    rows: [{ view, values: [...named, 'defaultContext', 'currentDefaultContext'], group: '2_look@1', single: true }],
  },
  'layerwright.removeContext': {
    title: 'Remove context…',
    icon: 'trash',
    does: 'Removes contexts after naming them; their engines are not touched.',
    typed: ['docker context rm'],
    rows: [{ view, values: named, group: '9_destructive@1' }],
  },
  'layerwright.refreshContexts': {
    title: 'Refresh contexts',
    icon: 'refresh',
    does: 'Looks for contexts and sockets again.',
    typed: ['docker context ls'],
    titles: [{ view, group: 'navigation@9' }],
  },
};
