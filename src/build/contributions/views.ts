import type { EngineState, ViewId } from '../../ids';

/** What the manifest says of a view. */
export interface ViewContribution {
  readonly name: string;
  /** What an empty view says, and offers, when the engine has been asked. Left out: the view has nothing to do with it. */
  readonly empty?: string;
  /** Says everything there is to say about an engine that is missing; the others are brief. */
  readonly explains?: true;
  /** Closed in a side bar that nobody has arranged yet. */
  readonly collapsed?: true;
  /**
   * Its part of the height in such a side bar, among all views, closed ones included; the first view takes what is left. The
   * editor counts 20 where nothing is said, which gave the second of seven views a seventh.
   */
  readonly size: number;
}

/** In the order of the side bar. */
export const viewContributions: Readonly<Record<ViewId, ViewContribution>> = {
  'layerwright.images': {
    name: 'Images',
    empty:
      'There is no image here yet.\n[Pull image](command:layerwright.pullImage)\n[Build image](command:layerwright.buildImage)',
    explains: true,
    size: 8,
  },
  'layerwright.containers': {
    name: 'Containers',
    empty: 'There is no container here yet.\n[Run image](command:layerwright.runImage)',
    size: 11,
  },
  'layerwright.volumes': {
    name: 'Volumes',
    empty: 'There is no volume here yet.\n[Create volume](command:layerwright.createVolume)',
    collapsed: true,
    size: 1,
  },
  'layerwright.networks': {
    name: 'Networks',
    empty: 'There is no network here.\n[Create network](command:layerwright.createNetwork)',
    collapsed: true,
    size: 1,
  },
  // Docker Hub is always there, and no engine is needed.
  'layerwright.registries': { name: 'Registries', collapsed: true, size: 1 },
  'layerwright.diskUsage': {
    name: 'Disk usage',
    empty:
      'What takes up the disk of the engine has not been measured.\n[Measure](command:layerwright.refreshDiskUsage)',
    collapsed: true,
    size: 1,
  },
  // The default one is always there.
  'layerwright.contexts': { name: 'Contexts', collapsed: true, size: 1 },
};

type EmptyState = Exclude<EngineState, 'none' | 'connected'>;

const choose = '[Use another engine](command:layerwright.useContext)';
const retry = '[Retry connection](command:layerwright.retryConnection)';
const tried = 'The [output](command:layerwright.showOutput) says which address was tried and what went wrong.';

/** Why a view is empty, for those who look at it. */
export const engineTexts: Readonly<Record<EmptyState, { readonly whole: string; readonly brief: string }>> = {
  connecting: {
    whole: 'Connecting to the container engine.',
    brief: 'Connecting to the container engine.',
  },
  unreachable: {
    whole: `No container engine answers. Start Docker or Podman: this view fills by itself as soon as the engine is there.\n${retry}\nIf the engine runs elsewhere, [choose a Docker context or address](command:layerwright.useContext). ${tried}\nLinting of Dockerfiles works without an engine.`,
    brief: `No container engine answers. Start Docker or Podman: this view fills by itself as soon as the engine is there.\n${retry}`,
  },
  permission: {
    whole: `The container engine is running, but your account may not use it.\nOn Linux, add your account to the group that owns the socket ("sudo usermod -aG docker" and your account name), then log out and in again; or run the engine rootless.\n${retry}\nTo use another engine, [choose a Docker context or address](command:layerwright.useContext). ${tried}`,
    brief: `The container engine is running, but your account may not use it.\n${retry}`,
  },
  incompatible: {
    whole: `Something answers where the container engine should be, but Layerwright cannot talk to it: it is another program, an engine that is too old or too new, or one that failed. The [output](command:layerwright.showOutput) says which.\n${choose}\n${retry}\nLinting of Dockerfiles works without an engine.`,
    brief: `What answers is no container engine, or none that Layerwright can talk to.\n${choose}`,
  },
  misconfigured: {
    whole: `What is chosen for the container engine names none: the setting of Layerwright, DOCKER_HOST, DOCKER_CONTEXT or the current Docker context is wrong. The [output](command:layerwright.showOutput) says which, and why.\n${choose}\n${retry}\nLinting of Dockerfiles works without an engine.`,
    brief: `What is chosen for the container engine names none.\n${choose}`,
  },
};
