import type { Handler } from '../../host/register-commands';
import type { DiskCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { pruneBuildCache } from './prune-build-cache';
import { pruneSystem } from './prune-system';

export function diskCommands(services: Services, views: ViewActions): Readonly<Record<DiskCommandId, Handler>> {
  return {
    'layerwright.showDiskUsage': () => views.reveal('layerwright.diskUsage'),
    'layerwright.refreshDiskUsage': () => views.refresh('layerwright.diskUsage'),
    'layerwright.pruneBuildCache': () => pruneBuildCache(services, views),
    'layerwright.pruneSystem': () => pruneSystem(services, views),
  };
}
