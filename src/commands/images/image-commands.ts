import type { Handler } from '../../host/register-commands';
import type { ImageCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { copyImageReference } from './copy-image-reference';
import { inspectImage } from './inspect-image';
import { pruneImages } from './prune-images';
import { removeImage } from './remove-image';
import { tagImage } from './tag-image';

export function imageCommands(services: Services, views: ViewActions): Readonly<Record<ImageCommandId, Handler>> {
  return {
    'layerwright.tagImage': (...args) => tagImage(services, args),
    'layerwright.removeImage': (...args) => removeImage(services, args),
    'layerwright.pruneImages': () => pruneImages(services),
    'layerwright.inspectImage': (...args) => inspectImage(services, args),
    'layerwright.copyImageReference': (...args) => copyImageReference(services, args),
    'layerwright.refreshImages': () => views.refresh('layerwright.images'),
  };
}
