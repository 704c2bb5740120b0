import type { ComposeCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const composeContributions: Readonly<Record<ComposeCommandId, CommandContribution>> = {
  'layerwright.composeUp': {
    title: 'Compose up',
    icon: 'rocket',
    enablement: 'isWorkspaceTrusted',
    does: 'Runs compose up, detached, with the files the project was made from, or with the file that is chosen in the Explorer or an editor.',
    typed: ['docker compose up -d'],
    rows: [{ view: 'layerwright.containers', values: ['containerGroup'], group: '1_state@4', single: true }],
    elsewhere: ['editor/context', 'explorer/context'].map((menu) => ({
      menu,
      when: 'resourceScheme == file && resourceFilename =~ /^(docker-)?compose([.-].+)?\\.ya?ml$/',
      group: '7_layerwright@2',
    })),
  },
  'layerwright.composeDown': {
    title: 'Compose down…',
    icon: 'fold-down',
    enablement: 'isWorkspaceTrusted',
    does: 'Runs compose down after naming the containers and networks that go; volumes are kept.',
    typed: ['docker compose down'],
    rows: [{ view: 'layerwright.containers', values: ['containerGroup'], group: '9_destructive@2', single: true }],
  },
};
