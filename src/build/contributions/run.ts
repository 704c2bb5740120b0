import type { RunCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

const images = ['image', 'imageTag', 'danglingImage'] as const;

export const runContributions: Readonly<Record<RunCommandId, CommandContribution>> = {
  'layerwright.runImage': {
    title: 'Run image…',
    icon: 'play',
    does: 'Opens a form with what the image and its last run say, creates a container and starts it, or creates it only.',
    typed: ['docker run -d', 'docker create'],
    titles: [{ view: 'layerwright.containers', group: 'navigation@1' }],
    rows: [
      { view: 'layerwright.images', values: images, group: 'inline@2' },
      { view: 'layerwright.images', values: images, group: '1_run@1', single: true },
    ],
  },
  'layerwright.runImageAgain': {
    title: 'Run image with the last answers',
    icon: 'debug-rerun',
    does: 'Runs an image at once as it was run last, on free ports; asks only where an answer is missing.',
    typed: ['docker run -d'],
    rows: [{ view: 'layerwright.images', values: images, group: '1_run@2', single: true }],
  },
  'layerwright.runImageInteractive': {
    title: 'Run image interactively…',
    icon: 'terminal',
    does: 'Opens the same form set up for a terminal: the container is gone when it ends or the terminal is closed.',
    typed: ['docker run -it --rm'],
    rows: [{ view: 'layerwright.images', values: images, group: '1_run@3', single: true }],
  },
  'layerwright.runContainerAgain': {
    title: 'Run again…',
    icon: 'debug-rerun',
    does: 'Opens the form with the configuration of a container, for another one like it.',
    typed: ['docker run'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '1_state@9',
        single: true,
      },
    ],
  },
  'layerwright.runLine': {
    title: 'Run a docker run line…',
    icon: 'terminal-cmd',
    does: 'Takes a line of docker run as it stands in a README, shows what it does, and runs it.',
    typed: ['docker run'],
  },
};
