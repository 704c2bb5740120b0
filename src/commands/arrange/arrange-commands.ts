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
    'layerwright.filterImages': async (text) => filterView(services, await images(), { things: 'images', given: text }),
    'layerwright.clearImageFilter': async () => (await images()).set({ filter: '' }),
    'layerwright.groupImages': async (way) =>
      chooseWay(services, await images(), { what: 'group', things: 'images', given: way }),
    'layerwright.sortImages': async (way) =>
      chooseWay(services, await images(), { what: 'sort', things: 'images', given: way }),
    'layerwright.filterContainers': async (text) =>
      filterView(services, await containers(), { things: 'containers', given: text }),
    'layerwright.clearContainerFilter': async () => (await containers()).set({ filter: '' }),
    'layerwright.groupContainers': async (way) =>
      chooseWay(services, await containers(), { what: 'group', things: 'containers', given: way }),
    'layerwright.sortContainers': async (way) =>
      chooseWay(services, await containers(), { what: 'sort', things: 'containers', given: way }),
  };
}
