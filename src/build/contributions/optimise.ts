import type { OptimiseCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

const aboveRewrite = 'resourceScheme == layerwright-rewrite && isInDiffEditor';

export const optimiseContributions: Readonly<Record<OptimiseCommandId, CommandContribution>> = {
  'layerwright.optimiseDockerfile': {
    title: 'Optimise Dockerfile…',
    icon: 'rocket',
    does: 'Shows what all fixes for the build cache and the size would make of a Dockerfile together, and what they leave and why.',
    elsewhere: [
      {
        menu: 'editor/context',
        when: 'editorLangId == dockerfile && resourceScheme == file',
        group: '7_layerwright@3',
      },
      {
        menu: 'explorer/context',
        when: 'resourceLangId == dockerfile && resourceScheme == file',
        group: '7_layerwright@3',
      },
    ],
  },
  'layerwright.applyRewrite': {
    title: 'Apply the rewrite',
    icon: 'check',
    does: 'Puts a rewrite that is shown into the Dockerfile, as one change that can be undone.',
    palette: aboveRewrite,
    elsewhere: [{ menu: 'editor/title', when: aboveRewrite, group: 'navigation@1' }],
  },
  'layerwright.proveRewrite': {
    title: 'Prove the rewrite',
    icon: 'beaker',
    enablement: 'isWorkspaceTrusted',
    does: 'Builds the Dockerfile and its rewrite from copies of the build context, compares the images, edits a source, builds again and reports times, sizes and what differs.',
    palette: aboveRewrite,
    elsewhere: [{ menu: 'editor/title', when: aboveRewrite, group: 'navigation@2' }],
  },
};
