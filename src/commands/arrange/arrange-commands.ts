import type { Handler } from '../../host/register-commands';
import type { ArrangeCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { chooseWay } from './choose-way';
import { filterView } from './filter-view';

export function arrangeCommands(services: Services, views: ViewActions): Readonly<Record<ArrangeCommandId, Handler>> {
  const images = () => views.choice('layerwright.images');
  const containers = () => views.choice('layerwright.containers');
  return {
    'layerwright.filterImages': (text) => filterView(services, images(), { things: 'images', given: text }),
    'layerwright.clearImageFilter': () => images().set({ filter: '' }),
    'layerwright.groupImages': (way) => chooseWay(services, images(), { what: 'group', things: 'images', given: way }),
    'layerwright.sortImages': (way) => chooseWay(services, images(), { what: 'sort', things: 'images', given: way }),
    'layerwright.filterContainers': (text) => filterView(services, containers(), { things: 'containers', given: text }),
    'layerwright.clearContainerFilter': () => containers().set({ filter: '' }),
    'layerwright.groupContainers': (way) =>
      chooseWay(services, containers(), { what: 'group', things: 'containers', given: way }),
    'layerwright.sortContainers': (way) =>
      chooseWay(services, containers(), { what: 'sort', things: 'containers', given: way }),
  };
}
