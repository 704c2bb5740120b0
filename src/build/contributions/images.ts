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
      { view: 'layerwright.diskUsage', values: ['imageUsageItem'], group: '9_destructive@1' },
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
    rows: [{ view: 'layerwright.diskUsage', values: ['imageUsage'], group: '9_destructive@1' }],
  },
  'layerwright.inspectImage': {
    title: 'Inspect image',
    icon: 'json',
    does: 'Shows everything the engine knows of an image as a read-only document.',
    typed: ['docker image inspect'],
    rows: [
      { view: 'layerwright.diskUsage', values: ['imageUsageItem'], group: '1_look@1' },
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: 'inline@1' },
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: '3_look@1', single: true },
    ],
  },
  'layerwright.copyImageReference': {
    title: 'Copy image reference',
    icon: 'copy',
    does: 'Copies the full reference of an image.',
    elsewhere: [{ menu: 'layerwright.copyImage', group: '1_copy@1' }],
    keys: [{ view: 'layerwright.images', key: 'ctrl+c', mac: 'cmd+c' }],
  },
  'layerwright.copyImageId': {
    title: 'Copy image id',
    icon: 'copy',
    does: 'Copies the ids of images.',
    elsewhere: [{ menu: 'layerwright.copyImage', group: '1_copy@2' }],
  },
  'layerwright.copyImageDigest': {
    title: 'Copy image digest',
    icon: 'copy',
    does: 'Copies the repository with its digest, which names the same content for ever.',
    elsewhere: [{ menu: 'layerwright.copyImage', group: '1_copy@3' }],
  },
  'layerwright.showImageHistory': {
    title: 'Show image history',
    icon: 'history',
    does: 'Shows the instructions an image was made by, with size and age of each.',
    typed: ['docker history'],
    rows: [
      { view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: '3_look@2', single: true },
    ],
  },
  'layerwright.saveImages': {
    title: 'Save images…',
    icon: 'save',
    does: 'Writes images with their layers into one archive, packed when its name ends in .gz.',
    typed: ['docker save'],
    rows: [
      {
        view: 'layerwright.images',
        values: ['image', 'imageTag', 'danglingImage', 'imageRepository'],
        group: '4_archive@1',
      },
    ],
  },
  'layerwright.loadImages': {
    title: 'Load images…',
    icon: 'folder-opened',
    does: 'Takes the images of an archive.',
    typed: ['docker load'],
    titles: [{ view: 'layerwright.images', group: '4_archive@1' }],
    elsewhere: [
      {
        menu: 'explorer/context',
        when: 'resourceScheme == file && resourceExtname =~ /^\\.(tar|tgz|gz)$/ && isWorkspaceTrusted',
        group: '7_layerwright@2',
      },
    ],
  },
  'layerwright.importImage': {
    title: 'Import image…',
    icon: 'file-zip',
    does: 'Makes an image of one layer from an archive of files.',
    typed: ['docker import'],
    titles: [{ view: 'layerwright.images', group: '4_archive@2' }],
  },
  'layerwright.refreshImages': {
    title: 'Refresh images',
    icon: 'refresh',
    does: 'Lists the images again. Rarely needed: the view follows the engine.',
    typed: ['docker images'],
    titles: [{ view: 'layerwright.images', group: 'navigation@9' }],
  },
};
