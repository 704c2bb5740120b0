import type { Handler } from '../../host/register-commands';
import type { RunCommandId } from '../../ids';
import type { Services } from '../services';
import { runImage } from './run-image';
import { runImageInteractive } from './run-image-interactive';

export function runCommands(services: Services): Readonly<Record<RunCommandId, Handler>> {
  return {
    'layerwright.runImage': (...args) => runImage(services, args),
    'layerwright.runImageInteractive': (...args) => runImageInteractive(services, args),
  };
}
