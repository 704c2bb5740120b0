import type { ContainerCommandId } from '../../ids';
import type { CommandContribution } from './contribution';

export const containersContributions: Readonly<Record<ContainerCommandId, CommandContribution>> = {
  'layerwright.startContainer': {
    title: 'Start container',
    icon: 'debug-start',
    does: 'Starts or resumes containers.',
    typed: ['docker start', 'docker unpause'],
    rows: [
      { view: 'layerwright.containers', values: ['stoppedContainer', 'pausedContainer'], group: 'inline@2' },
      {
        view: 'layerwright.containers',
        values: ['stoppedContainer', 'pausedContainer', 'containerGroup', 'looseContainerGroup'],
        group: '1_state@1',
      },
    ],
  },
  'layerwright.stopContainer': {
    title: 'Stop container',
    icon: 'debug-stop',
    does: 'Stops containers.',
    typed: ['docker stop'],
    rows: [
      { view: 'layerwright.containers', values: ['runningContainer'], group: 'inline@2' },
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'containerGroup', 'looseContainerGroup'],
        group: '1_state@2',
      },
    ],
  },
  'layerwright.restartContainer': {
    title: 'Restart container',
    icon: 'debug-restart',
    does: 'Restarts containers.',
    typed: ['docker restart'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'containerGroup', 'looseContainerGroup'],
        group: '1_state@3',
      },
    ],
  },
  'layerwright.removeContainer': {
    title: 'Remove container…',
    icon: 'trash',
    does: 'Removes containers after saying which; running ones only when told to.',
    typed: ['docker rm'],
    rows: [
      { view: 'layerwright.diskUsage', values: ['containerUsageItem'], group: '9_destructive@1' },
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer', 'containerGroup', 'looseContainerGroup'],
        group: '9_destructive@1',
      },
    ],
    keys: [{ view: 'layerwright.containers', key: 'delete', mac: 'cmd+backspace' }],
  },
  'layerwright.pruneContainers': {
    title: 'Prune containers…',
    icon: 'clear-all',
    does: 'Removes all stopped containers, after a preview.',
    typed: ['docker container prune'],
    titles: [{ view: 'layerwright.containers', group: '9_destructive@1' }],
    rows: [{ view: 'layerwright.diskUsage', values: ['containerUsage'], group: '9_destructive@1' }],
  },
  'layerwright.inspectContainer': {
    title: 'Inspect container',
    icon: 'json',
    does: 'Shows everything the engine knows of a container as a read-only document.',
    typed: ['docker inspect'],
    rows: [
      { view: 'layerwright.diskUsage', values: ['containerUsageItem'], group: '1_look@1' },
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '3_inspect@1',
        single: true,
      },
      { view: 'layerwright.volumes', values: ['volumeUser'], group: 'inline@1' },
      { view: 'layerwright.volumes', values: ['volumeUser'], group: '1_look@1', single: true },
      { view: 'layerwright.networks', values: ['networkUser'], group: '2_look@1', single: true },
    ],
  },
  'layerwright.pauseContainer': {
    title: 'Pause container',
    icon: 'debug-pause',
    does: 'Freezes containers: they keep their memory and use no CPU.',
    typed: ['docker pause'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer', 'containerGroup'], group: '1_state@4' }],
  },
  'layerwright.unpauseContainer': {
    title: 'Unpause container',
    icon: 'debug-continue',
    does: 'Lets paused containers go on.',
    typed: ['docker unpause'],
    rows: [{ view: 'layerwright.containers', values: ['pausedContainer'], group: '1_state@4' }],
  },
  'layerwright.killContainer': {
    title: 'Send signal to container…',
    icon: 'zap',
    does: 'Sends containers a signal that you choose.',
    typed: ['docker kill'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer', 'containerGroup'], group: '1_state@5' }],
  },
  'layerwright.waitForContainer': {
    title: 'Tell when container ends',
    icon: 'bell',
    does: 'Says when containers end and with which exit code; holds nothing up meanwhile.',
    typed: ['docker wait'],
    rows: [{ view: 'layerwright.containers', values: ['runningContainer', 'pausedContainer'], group: '3_inspect@5' }],
  },
  'layerwright.showContainerPorts': {
    title: 'List ports of container',
    icon: 'plug',
    does: 'Lists the ports of a container and where they are published; copies the address of one.',
    typed: ['docker port'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer'],
        group: '3_inspect@4',
        single: true,
      },
    ],
  },
  'layerwright.openContainerInBrowser': {
    title: 'Open container in browser',
    icon: 'globe',
    does: 'Opens a published port.',
    typed: ['docker port'],
    rows: [
      { view: 'layerwright.containers', values: ['containerPort'], group: 'inline@1' },
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'containerPort'],
        group: '2_look@3',
        single: true,
      },
    ],
  },
  'layerwright.renameContainer': {
    title: 'Rename container…',
    icon: 'edit',
    does: 'Gives a container another name.',
    typed: ['docker rename'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '4_change@1',
        single: true,
      },
    ],
    keys: [{ view: 'layerwright.containers', key: 'f2', mac: 'enter' }],
  },
  'layerwright.updateContainer': {
    title: 'Update restart policy and limits…',
    icon: 'settings',
    does: 'Changes restart policy, memory, processors and processes of containers without making them anew.',
    typed: ['docker update'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '4_change@2',
      },
    ],
  },
  'layerwright.commitContainer': {
    title: 'Commit container…',
    icon: 'git-commit',
    does: 'Makes an image of a container as it is now.',
    typed: ['docker commit'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '5_archive@1',
        single: true,
      },
    ],
  },
  'layerwright.exportContainer': {
    title: 'Export container…',
    icon: 'export',
    does: 'Writes all files of a container as one archive.',
    typed: ['docker export'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '5_archive@2',
        single: true,
      },
    ],
  },
  'layerwright.showContainerChanges': {
    title: 'Show changed files',
    icon: 'diff',
    does: 'Shows what a container added to, changed in and deleted from its image.',
    typed: ['docker diff'],
    rows: [
      {
        view: 'layerwright.containers',
        values: ['runningContainer', 'pausedContainer', 'stoppedContainer'],
        group: '3_inspect@2',
        single: true,
      },
    ],
  },
  'layerwright.copyContainerId': {
    title: 'Copy container id',
    icon: 'copy',
    does: 'Copies the ids of containers.',
    elsewhere: [{ menu: 'layerwright.copyContainer', group: '1_copy@1' }],
  },
  'layerwright.copyContainerName': {
    title: 'Copy container name',
    icon: 'copy',
    does: 'Copies the names of containers.',
    elsewhere: [{ menu: 'layerwright.copyContainer', group: '1_copy@2' }],
  },
  'layerwright.refreshContainers': {
    title: 'Refresh containers',
    icon: 'refresh',
    does: 'Lists the containers again. Rarely needed: the view follows the engine.',
    typed: ['docker ps -a'],
    titles: [{ view: 'layerwright.containers', group: 'navigation@9' }],
  },
};
