import type { Handler } from '../../host/register-commands';
import type { OptimiseCommandId } from '../../ids';
import type { Services } from '../services';
import { applyRewrite } from './apply-rewrite';
import { optimiseDockerfile } from './optimise-dockerfile';
import { proveRewrite } from './prove-rewrite';
import { createRewrites } from './rewrites';

export function optimiseCommands(services: Services): Readonly<Record<OptimiseCommandId, Handler>> {
  const rewrites = createRewrites(services);
  return {
    'layerwright.optimiseDockerfile': (...args) => optimiseDockerfile(services, rewrites, args),
    'layerwright.applyRewrite': (address) => applyRewrite(services, rewrites, address),
    'layerwright.proveRewrite': (address) => proveRewrite(services, rewrites, address),
  };
}
