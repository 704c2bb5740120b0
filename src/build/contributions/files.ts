import type { FileCommandId } from '../../ids';
import type { CommandContribution, RowPlace } from './contribution';

const view = 'layerwright.containers';
const folders = ['containerFiles', 'containerFolder'] as const;
const inside = ['containerFolder', 'containerFile', 'containerSpecialFile'] as const;

export const filesContributions: Readonly<Record<FileCommandId, CommandContribution>> = {
  'layerwright.openContainerFile': {
    title: 'Open file in container…',
    icon: 'go-to-file',
    does: 'Opens a file of a container in an editor; saving writes it back with its owner and permissions.',
    rows: [row(['containerFile'], '1_open@1', 'single')],
  },
  'layerwright.openContainerFolder': {
    title: 'Open container folder in Explorer…',
    icon: 'folder-opened',
    does: 'Adds a folder of a container to the workspace.',
    rows: [row(folders, '1_open@2', 'single')],
  },
  'layerwright.newContainerFile': {
    title: 'New file in container…',
    icon: 'new-file',
    does: 'Makes a file in a container; it belongs to whom its folder belongs to.',
    rows: [row(folders, '2_new@1', 'single')],
  },
  'layerwright.newContainerFolder': {
    title: 'New folder in container…',
    icon: 'new-folder',
    does: 'Makes a folder in a container.',
    rows: [row(folders, '2_new@2', 'single')],
  },
  'layerwright.copyToContainer': {
    title: 'Copy to container…',
    icon: 'cloud-upload',
    does: 'Copies files and folders of this machine into a folder of a container. Asks before it replaces any.',
    typed: ['docker cp'],
    rows: [
      row(folders, 'inline@1'),
      row(folders, '3_copy@1', 'single'),
      row(['runningContainer', 'pausedContainer', 'stoppedContainer'], '4_files@2', 'single'),
    ],
    elsewhere: [{ menu: 'explorer/context', when: 'resourceScheme == file', group: '6_copypath@900' }],
  },
  'layerwright.copyFromContainer': {
    title: 'Copy from container…',
    icon: 'cloud-download',
    does: 'Copies files and folders of a container to a folder of this machine. Asks before it replaces any.',
    typed: ['docker cp'],
    rows: [
      row(['containerFile'], 'inline@1'),
      row([...folders, 'containerFile'], '3_copy@2'),
      row(['runningContainer', 'pausedContainer', 'stoppedContainer'], '4_files@1', 'single'),
    ],
  },
  'layerwright.copyContainerPath': {
    title: 'Copy path in container',
    icon: 'copy',
    does: 'Copies the path a file has in its container.',
    palette: false,
    rows: [row(inside, '3_copy@3')],
  },
  'layerwright.refreshContainerFiles': {
    title: 'Refresh container files',
    icon: 'refresh',
    does: 'Lists the files of a container again: engines do not tell when a process changes one.',
    rows: [row(['containerFiles'], 'inline@2'), row(folders, '5_refresh@1')],
  },
  'layerwright.renameContainerFile': {
    title: 'Rename file in container…',
    icon: 'edit',
    does: 'Renames a file or folder of a running container.',
    rows: [row(inside, '6_change@1', 'single')],
  },
  'layerwright.deleteContainerFile': {
    title: 'Delete file in container…',
    icon: 'trash',
    does: 'Deletes files and folders of running containers, after naming them.',
    rows: [row(inside, '9_destructive@1')],
  },
};

function row(values: RowPlace['values'], group: string, single?: 'single'): RowPlace {
  return { view, values, group, ...(single ? { single: true as const } : {}) };
}
