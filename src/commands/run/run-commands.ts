import type { Handler } from '../../host/register-commands';
import type { RunCommandId } from '../../ids';
import type { Services } from '../services';
import { runContainerAgain } from './run-container-again';
import type { OpenForms } from './run-forms';
import { runImage, runImageAgain, runImageInteractive } from './run-image';
import { runLine } from './run-line';

export function runCommands(services: Services): Readonly<Record<RunCommandId, Handler>> {
  const forms: OpenForms = new Map();
  return {
    'layerwright.runImage': (...args) => runImage(services, forms, args),
    'layerwright.runImageAgain': (...args) => runImageAgain(services, forms, args),
    'layerwright.runImageInteractive': (...args) => runImageInteractive(services, forms, args),
    'layerwright.runContainerAgain': (...args) => runContainerAgain(services, forms, args),
    'layerwright.runLine': () => runLine(services, forms),
  };
}
