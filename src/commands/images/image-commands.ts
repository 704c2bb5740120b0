import type { Handler } from '../../host/register-commands';
import type { ImageCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { copyImageDigest, copyImageId } from './copy-image-fact';
import { copyImageReference } from './copy-image-reference';
import { importImage } from './import-image';
import { inspectImage } from './inspect-image';
import { loadImages } from './load-images';
import { pruneImages } from './prune-images';
import { removeImage } from './remove-image';
import { saveImages } from './save-images';
import { showImageHistory } from './show-image-history';
import { tagImage } from './tag-image';

export function imageCommands(services: Services, views: ViewActions): Readonly<Record<ImageCommandId, Handler>> {
  return {
    'layerwright.tagImage': (...args) => tagImage(services, args),
    'layerwright.removeImage': (...args) => removeImage(services, args),
    'layerwright.pruneImages': () => pruneImages(services),
    'layerwright.inspectImage': (...args) => inspectImage(services, args),
    'layerwright.copyImageReference': (...args) => copyImageReference(services, args),
    'layerwright.copyImageId': (...args) => copyImageId(services, args),
    'layerwright.copyImageDigest': (...args) => copyImageDigest(services, args),
    'layerwright.showImageHistory': (...args) => showImageHistory(services, args),
    'layerwright.saveImages': (...args) => saveImages(services, args),
    'layerwright.loadImages': (...args) => loadImages(services, args),
    'layerwright.importImage': (...args) => importImage(services, args),
    'layerwright.refreshImages': () => views.refresh('layerwright.images'),
  };
}
