import type { CommandId } from '../../ids';
import { arrangeContributions } from './arrange';
import { buildContributions } from './build';
import { composeContributions } from './compose';
import { containersContributions } from './containers';
import { contextsContributions } from './contexts';
import type { CommandContribution } from './contribution';
import { diskContributions } from './disk-usage';
import { engineContributions } from './engine';
import { filesContributions } from './files';
import { imagesContributions } from './images';
import { languageContributions } from './language';
import { logsContributions } from './logs';
import { monitoringContributions } from './monitoring';
import { networksContributions } from './networks';
import { optimiseContributions } from './optimise';
import { registriesContributions } from './registries';
import { runContributions } from './run';
import { terminalsContributions } from './terminals';
import { volumesContributions } from './volumes';

/** A part of the page of commands. */
export interface CommandArea {
  readonly name: string;
  readonly commands: Readonly<Partial<Record<CommandId, CommandContribution>>>;
}

export const commandAreas: readonly CommandArea[] = [
  { name: 'Building', commands: buildContributions },
  { name: 'Optimising Dockerfiles', commands: optimiseContributions },
  { name: 'Running', commands: runContributions },
  { name: 'Images', commands: imagesContributions },
  { name: 'Registries', commands: registriesContributions },
  { name: 'Containers', commands: containersContributions },
  { name: 'Terminals', commands: terminalsContributions },
  { name: 'Files of containers', commands: filesContributions },
  { name: 'Logs', commands: logsContributions },
  { name: 'Compose projects', commands: composeContributions },
  { name: 'Stats and events', commands: monitoringContributions },
  { name: 'Grouping, sorting and filtering', commands: arrangeContributions },
  { name: 'Volumes', commands: volumesContributions },
  { name: 'Networks', commands: networksContributions },
  { name: 'Disk usage', commands: diskContributions },
  { name: 'Contexts', commands: contextsContributions },
  { name: 'Engine', commands: engineContributions },
  { name: 'Dockerfiles', commands: languageContributions },
];

/** A command that is in no area does not compile. */
export const contributions: Readonly<Record<CommandId, CommandContribution>> = {
  ...buildContributions,
  ...optimiseContributions,
  ...runContributions,
  ...imagesContributions,
  ...registriesContributions,
  ...containersContributions,
  ...filesContributions,
  ...terminalsContributions,
  ...logsContributions,
  ...monitoringContributions,
  ...arrangeContributions,
  ...volumesContributions,
  ...networksContributions,
  ...composeContributions,
  ...diskContributions,
  ...contextsContributions,
  ...engineContributions,
  ...languageContributions,
};
