import type { RunCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const runContributions: Readonly<Record<RunCommandId, CommandContribution>> = {
  'layerwright.runImage': {
    title: 'Run image…',
    icon: 'play',
    does: 'Creates a container from an image and starts it.',
    typed: ['docker run -d'],
    titles: [{ view: 'layerwright.containers', group: 'navigation@1' }],
    rows: [
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: 'inline@2' },
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: '1_run@1', single: true },
    ],
  },
  'layerwright.runImageInteractive': {
    title: 'Run image interactively…',
    icon: 'terminal',
    does: 'Creates a container from an image and opens a terminal in it.',
    typed: ['docker run -it'],
    rows: [
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: '1_run@2', single: true },
    ],
  },
};
