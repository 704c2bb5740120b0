import type { ImageCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const imagesContributions: Readonly<Record<ImageCommandId, CommandContribution>> = {
  'layerwright.tagImage': {
    title: 'Tag image…',
    icon: 'tag',
    does: 'Gives an image another name.',
    typed: ['docker tag'],
    rows: [
      {
        view: 'layerwright.images',
        values: ['image', 'imageTag', 'danglingImage'],
        group: '2_registry@2',
        single: true,
      },
    ],
  },
  'layerwright.removeImage': {
    title: 'Remove image…',
    icon: 'trash',
    does: 'Removes images or tags after saying what uses them. Never forces unless told to.',
    typed: ['docker rmi'],
    rows: [
      {
        view: 'layerwright.images',
        values: ['image', 'imageTag', 'danglingImage', 'imageRepository', 'imageGroup'],
        group: '9_destructive@1',
      },
    ],
    keys: [{ view: 'layerwright.images', key: 'delete', mac: 'cmd+backspace' }],
  },
  'layerwright.pruneImages': {
    title: 'Prune images…',
    icon: 'clear-all',
    does: 'Removes images that nothing uses, after a preview.',
    typed: ['docker image prune'],
    titles: [{ view: 'layerwright.images', group: '9_destructive@1' }],
  },
  'layerwright.inspectImage': {
    title: 'Inspect image',
    icon: 'json',
    does: 'Shows everything the engine knows of an image as a read-only document.',
    typed: ['docker image inspect'],
    rows: [
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: 'inline@1' },
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: '3_look@1', single: true },
    ],
  },
  'layerwright.copyImageReference': {
    title: 'Copy image reference',
    icon: 'copy',
    does: 'Copies the full reference of an image.',
    rows: [{ view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: '3_look@2' }],
    keys: [{ view: 'layerwright.images', key: 'ctrl+c', mac: 'cmd+c' }],
  },
  'layerwright.refreshImages': {
    title: 'Refresh images',
    icon: 'refresh',
    does: 'Lists the images again. Rarely needed: the view follows the engine.',
    typed: ['docker images'],
    titles: [{ view: 'layerwright.images', group: 'navigation@9' }],
  },
};
