import type { ArrangeCommandId, ArrangedViewId } from '../../ids';
import type { CommandContribution } from './contribution';

export const arrangeContributions: Readonly<Record<ArrangeCommandId, CommandContribution>> = {
  'layerwright.filterImages': filter('layerwright.images', 'images', 'reference or id'),
  'layerwright.clearImageFilter': clear('layerwright.images', 'image'),
  'layerwright.groupImages': {
    title: 'Group images by…',
    does: 'Groups the images by repository, tag or registry, or not at all. Remembered.',
    titles: [{ view: 'layerwright.images', group: '1_arrange@1' }],
  },
  'layerwright.sortImages': {
    title: 'Sort images by…',
    does: 'Sorts the images by name, age or size. Remembered.',
    titles: [{ view: 'layerwright.images', group: '1_arrange@2' }],
  },
  'layerwright.filterContainers': filter(
    'layerwright.containers',
    'containers',
    'name, image, state, project, network or ports',
  ),
  'layerwright.clearContainerFilter': clear('layerwright.containers', 'container'),
  'layerwright.groupContainers': {
    title: 'Group containers by…',
    does: 'Groups the containers by compose project, network, image or state, or not at all. Remembered.',
    titles: [{ view: 'layerwright.containers', group: '1_arrange@1' }],
  },
  'layerwright.sortContainers': {
    title: 'Sort containers by…',
    does: 'Sorts the containers by state, name or age. Remembered.',
    titles: [{ view: 'layerwright.containers', group: '1_arrange@2' }],
  },
};

function filter(view: ArrangedViewId, things: string, what: string): CommandContribution {
  return {
    title: `Filter ${things}…`,
    icon: 'filter',
    does: `Shows only ${things} whose ${what} has the words you type. Remembered until it is cleared.`,
    titles: [
      { view, group: 'navigation@5', when: `!${view}Filtered` },
      { view, group: '1_arrange@3' },
    ],
    keys: [{ view, key: 'ctrl+alt+f', mac: 'cmd+alt+f' }],
  };
}

function clear(view: ArrangedViewId, thing: string): CommandContribution {
  return {
    title: `Clear ${thing} filter`,
    icon: 'filter-filled',
    does: `Shows all ${thing}s again.`,
    palette: `${view}Filtered`,
    titles: [
      { view, group: 'navigation@5', when: `${view}Filtered` },
      { view, group: '1_arrange@4', when: `${view}Filtered` },
    ],
  };
}
