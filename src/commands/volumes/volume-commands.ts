import type { Handler } from '../../host/register-commands';
import type { VolumeCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { createVolume } from './create-volume';
import { inspectVolume } from './inspect-volume';
import { pruneVolumes } from './prune-volumes';
import { removeVolume } from './remove-volume';

export function volumeCommands(services: Services, views: ViewActions): Readonly<Record<VolumeCommandId, Handler>> {
  return {
    'layerwright.createVolume': () => createVolume(services),
    'layerwright.inspectVolume': (...args) => inspectVolume(services, args),
    'layerwright.removeVolume': (...args) => removeVolume(services, args),
    'layerwright.pruneVolumes': () => pruneVolumes(services),
    'layerwright.refreshVolumes': () => views.refresh('layerwright.volumes'),
  };
}
