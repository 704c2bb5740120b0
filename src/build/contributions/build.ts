import type { BuildCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const buildContributions: Readonly<Record<BuildCommandId, CommandContribution>> = {
  'layerwright.buildImage': {
    title: 'Build image…',
    icon: 'package',
    enablement: 'isWorkspaceTrusted',
    does: 'Builds an image from a Dockerfile; asks for build context, tag and stage, and remembers the answers. Options chosen before hold again.',
    typed: ['docker build'],
    titles: [{ view: 'layerwright.images', group: 'navigation@2' }],
    elsewhere: [
      {
        menu: 'editor/context',
        when: 'editorLangId == dockerfile && resourceScheme == file',
        group: '7_layerwright@1',
      },
      {
        menu: 'explorer/context',
        when: 'resourceLangId == dockerfile && resourceScheme == file',
        group: '7_layerwright@1',
      },
    ],
  },
  'layerwright.buildImageWithOptions': {
    title: 'Build image with options…',
    icon: 'package',
    enablement: 'isWorkspaceTrusted',
    does: 'Also asks for build arguments (those of the ARG lines), secrets and the ssh agent (those the RUN lines mount), platform, cache, pull and what only docker buildx can do; remembers them for that Dockerfile, but no secret.',
    typed: ['docker build --build-arg', 'docker build --secret', 'docker build --platform', 'docker build --no-cache'],
  },
  'layerwright.buildStage': {
    title: 'Build stage',
    enablement: 'isWorkspaceTrusted',
    does: 'Above a FROM: builds up to that stage as it was built last; asks only the first time.',
    typed: ['docker build --target'],
    palette: false,
  },
  'layerwright.runStage': {
    title: 'Run stage',
    enablement: 'isWorkspaceTrusted',
    does: 'Above a FROM: runs the image of that stage, and builds it first when there is none.',
    palette: false,
  },
  'layerwright.showBuild': {
    title: 'Show the last build',
    icon: 'output',
    does: 'Opens the output of the build that goes on, or of the last one.',
  },
  'layerwright.showBlastRadius': {
    title: 'Which build steps does this file invalidate?',
    icon: 'flame',
    enablement: 'isWorkspaceTrusted',
    does: 'Lists the instructions that run again when the file changes, with what they took last; says when no build gets the file.',
    typed: ['layerwright forecast --changed'],
    elsewhere: [
      {
        menu: 'explorer/context',
        when: '!explorerResourceIsFolder && resourceScheme == file',
        group: '7_layerwright@2',
      },
    ],
  },
  'layerwright.toggleBlastRadius': {
    title: 'Toggle build steps in the Explorer',
    does: 'Shows or hides, beside the files of a build context, how many build steps an edit of each runs again.',
  },
  'layerwright.toggleInlineCosts': {
    title: 'Toggle what builds cost at each line',
    does: 'Shows or hides, in Dockerfiles, what each instruction did in the last build: its state, seconds and size.',
  },
};
