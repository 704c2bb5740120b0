import type { Handler } from '../../host/register-commands';
import type { RegistryCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { copyPinnedReference, copyRemoteDigest, copyRemoteReference } from './copy-remote';
import { deleteRemoteTag } from './delete-remote-tag';
import { addRegistry, addRepository, removeRegistry, removeRepository } from './known-registries';
import { logInToRegistry } from './log-in';
import { logOutOfRegistry } from './log-out';
import { openRegistryInBrowser } from './open-in-browser';
import { pullImage, pullImageForPlatform } from './pull-image';
import { pushImage, pushImageTo } from './push-image';
import { refreshRegistries } from './refresh-registries';

export function registryCommands(services: Services, views: ViewActions): Readonly<Record<RegistryCommandId, Handler>> {
  return {
    'layerwright.pullImage': (...args) => pullImage(services, args),
    'layerwright.pullImageForPlatform': (...args) => pullImageForPlatform(services, args),
    'layerwright.pushImage': (...args) => pushImage(services, args),
    'layerwright.pushImageTo': (...args) => pushImageTo(services, args),
    'layerwright.logInToRegistry': (...args) => logInToRegistry(services, args),
    'layerwright.logOutOfRegistry': (...args) => logOutOfRegistry(services, args),
    'layerwright.addRegistry': () => addRegistry(services),
    'layerwright.removeRegistry': (...args) => removeRegistry(services, args),
    'layerwright.addRepository': (...args) => addRepository(services, args),
    'layerwright.removeRepository': (...args) => removeRepository(services, args),
    'layerwright.copyRemoteReference': (...args) => copyRemoteReference(services, args),
    'layerwright.copyPinnedReference': (...args) => copyPinnedReference(services, args),
    'layerwright.copyRemoteDigest': (...args) => copyRemoteDigest(services, args),
    'layerwright.deleteRemoteTag': (...args) => deleteRemoteTag(services, args),
    'layerwright.openRegistryInBrowser': (...args) => openRegistryInBrowser(services, args),
    'layerwright.loadMoreFromRegistry': (node) => views.loadMore(node),
    'layerwright.refreshRegistries': (...args) => refreshRegistries(services, args),
  };
}
