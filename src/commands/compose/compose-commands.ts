import type { Handler } from '../../host/register-commands';
import type { ComposeCommandId } from '../../ids';
import type { Services } from '../services';
import { composeDown } from './compose-down';
import { composeUp } from './compose-up';

export function composeCommands(services: Services): Readonly<Record<ComposeCommandId, Handler>> {
  return {
    'layerwright.composeUp': (...args) => composeUp(services, args),
    'layerwright.composeDown': (...args) => composeDown(services, args),
  };
}
