import type { RegistryCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const registriesContributions: Readonly<Record<RegistryCommandId, CommandContribution>> = {
  'layerwright.pullImage': {
    title: 'Pull image…',
    icon: 'cloud-download',
    does: 'Fetches an image from its registry, with progress per layer.',
    typed: ['docker pull'],
    titles: [{ view: 'layerwright.images', group: 'navigation@1' }],
  },
  'layerwright.pushImage': {
    title: 'Push image…',
    icon: 'cloud-upload',
    does: 'Sends an image to its registry, with progress per layer.',
    typed: ['docker push'],
    rows: [{ view: 'layerwright.images', values: ['image', 'imageTag'], group: '2_registry@1' }],
  },
};
