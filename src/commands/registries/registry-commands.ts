import type { Handler } from '../../host/register-commands';
import type { RegistryCommandId } from '../../ids';
import type { Services } from '../services';
import { pullImage } from './pull-image';
import { pushImage } from './push-image';

export function registryCommands(services: Services): Readonly<Record<RegistryCommandId, Handler>> {
  return {
    'layerwright.pullImage': (...args) => pullImage(services, args),
    'layerwright.pushImage': (...args) => pushImage(services, args),
  };
}
