import type { RowPlace } from './contribution';

/** A menu within the menus of rows, for commands that belong together. Commands name it as the menu they are in. */
export interface SubmenuContribution {
  readonly label: string;
  readonly rows: readonly RowPlace[];
}

export const submenuContributions: Readonly<Record<string, SubmenuContribution>> = {
  'layerwright.copyImage': {
    label: 'Copy',
    rows: [{ view: 'layerwright.images', values: ['image', 'imageTag', 'danglingImage'], group: '3_look@9' }],
  },
  'layerwright.copyContainer': {
    label: 'Copy',
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '3_inspect@9',
      },
    ],
  },
};
