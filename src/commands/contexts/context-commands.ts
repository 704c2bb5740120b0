import type { Handler } from '../../host/register-commands';
import type { ContextCommandId } from '../../ids';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { createContext } from './create-context';
import { inspectContext } from './inspect-context';
import { removeContext } from './remove-context';
import { useContext } from './use-context';
import { useContextForDocker } from './use-context-for-docker';

export function contextCommands(services: Services, views: ViewActions): Readonly<Record<ContextCommandId, Handler>> {
  return {
    'layerwright.useContext': (...args) => useContext(services, args),
    'layerwright.useContextForDocker': (...args) => useContextForDocker(services, args),
    'layerwright.createContext': () => createContext(services),
    'layerwright.inspectContext': (...args) => inspectContext(services, args),
    'layerwright.removeContext': (...args) => removeContext(services, args),
    'layerwright.refreshContexts': () => views.refresh('layerwright.contexts'),
  };
}
