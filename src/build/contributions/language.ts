import type { LanguageCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const languageContributions: Readonly<Record<LanguageCommandId, CommandContribution>> = {
  'layerwright.fixAllSafe': {
    title: 'Fix all safe problems',
    does: 'Applies every fix of the open Dockerfile that cannot change what the image does.',
    palette: 'editorLangId == dockerfile',
  },
  'layerwright.fixAllOfRule': {
    title: 'Fix all problems of a rule…',
    does: 'Applies the fixes of one rule in the open Dockerfile.',
    palette: 'editorLangId == dockerfile',
  },
  'layerwright.applyFix': {
    title: 'Apply fix…',
    does: 'Applies one fix at the cursor.',
    palette: 'editorLangId == dockerfile',
  },
  'layerwright.suppressFinding': {
    title: 'Suppress problem…',
    does: 'Switches a rule off for a line, the file or the repository.',
    palette: 'editorLangId == dockerfile',
  },
  'layerwright.openRulePage': {
    title: 'Open the page of a rule…',
    icon: 'book',
    does: 'Shows what a rule looks for, why, and how it is fixed.',
  },
  'layerwright.showLintStatus': {
    title: 'Show linting status',
    does: 'Says what is linted, by which configuration, and what keeps parts of it from working.',
    palette: 'editorLangId == dockerfile',
  },
};
