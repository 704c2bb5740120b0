import type { Handler } from '../../host/register-commands';
import type { BuildCommandId } from '../../ids';
import type { Services } from '../services';
import { buildImage } from './build-image';
import { buildStage, runStage } from './build-stage';
import { showBlastRadius } from './show-blast-radius';
import { showBuild } from './show-build';
import { toggleBlastRadius } from './toggle-blast-radius';
import { toggleInlineCosts } from './toggle-inline-costs';

export function buildCommands(services: Services): Readonly<Record<BuildCommandId, Handler>> {
  return {
    'layerwright.buildImage': (...args) => buildImage(services, args),
    'layerwright.buildImageWithOptions': (...args) => buildImage(services, args, { choose: true }),
    'layerwright.buildStage': (...args) => buildStage(services, args),
    'layerwright.runStage': (...args) => runStage(services, args),
    'layerwright.showBuild': () => showBuild(services),
    'layerwright.showBlastRadius': (...args) => showBlastRadius(services, args),
    'layerwright.toggleBlastRadius': () => toggleBlastRadius(services),
    'layerwright.toggleInlineCosts': () => toggleInlineCosts(services),
  };
}
