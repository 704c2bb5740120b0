import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { relative } from 'node:path';
import { isHostPath, readBind, readMount } from '../../docker-run/mounts';
import type { RunOptions } from '../../docker-run/run-options';
import type { CreateContainer } from '../../engine/create-container';
import type { Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { offer } from '../offer';
import { pull } from '../registries/pull-image';
import type { Services } from '../services';
import { imageTarget } from '../targets';
import { reportRun } from './after-run';
import { runAttached } from './attached-run';
import { absolutePath, type RunPlace, toCreateContainer } from './to-create';

export type RunServices = Pick<
  Services,
  'engine' | 'ui' | 'log' | 'memory' | 'secrets' | 'workspace' | 'registries' | 'run' | 'terminals' | 'events'
>;

export interface HowToRun {
  /** False: it is created and waits. */
  readonly start: boolean;
  /** A missing image is pulled without a question: the person has been told. */
  readonly mayPull: boolean;
}

/** Does what `docker run` does with these options. Returns the container's id; undefined when the person gave up. */
export async function startRun(
  services: RunServices,
  engine: Engine,
  options: RunOptions,
  { start, mayPull }: HowToRun,
): Promise<string | undefined> {
  const place = placeOf(services);
  if (!(await mayUseWorkspace(services, options, place))) return undefined;
  const create = await toCreateContainer(options, place);
  if (!(await pullFirst(services, engine, options, mayPull))) return undefined;
  const { name: imageName } = imageTarget(options.image);
  if (start && options.detach !== true) return runAttached(services, engine, create, imageName);
  return services.ui.progress(`${start ? 'Starting' : 'Creating'} ${imageName}`, async (_report, signal) => {
    const id = await createContainer(services, engine, create, signal);
    if (start) await startOrRemove(engine, { id, name: create.name ?? imageName }, signal);
    const name = (await engine.containers.get(id, signal))?.name ?? create.name ?? id.slice(0, 12);
    if (start) void reportRun(services, engine, { id, name, create }).catch((error) => services.log.error(name, error));
    else
      offer(services, services.ui.info(`${name} was created. It has not been started.`, 'Start'), {
        Start: ['layerwright.startContainer', id],
      });
    return id;
  });
}

export async function createContainer(
  { log }: Pick<Services, 'log'>,
  engine: Engine,
  create: CreateContainer,
  signal: AbortSignal,
): Promise<string> {
  const { id, warnings } = await engine.containers.create(create, signal);
  for (const warning of warnings) log.warn(`${create.image}: ${warning}`);
  return id;
}

/** A container that could not be started never ran: it is removed, or the person is told that it is still there. */
export async function startOrRemove(
  engine: Engine,
  { id, name }: { readonly id: string; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    await engine.containers.start(id, signal);
  } catch (error) {
    const left = await engine.containers.remove(id, { force: true, volumes: true }).then(
      () => false,
      (failure) => !isEngineError(failure, 'not-found'),
    );
    if (!left || !isEngineError(error) || error.reason === 'cancelled') throw error;
    const hint = `The container ${name} (${id.slice(0, 12)}) could not be removed again: it is among the stopped ones.`;
    throw new EngineError(error.reason, error.message, {
      cause: error,
      hint: [error.hint, hint].filter(Boolean).join(' '),
    });
  }
}

export function placeOf({ workspace }: Pick<Services, 'workspace'>): RunPlace {
  return {
    folder: workspace.folders[0],
    home: homedir(),
    env: workspace.env,
    readText: (path) => readFile(path, 'utf8'),
  };
}

/** False: the person does not want it pulled. */
async function pullFirst(
  services: RunServices,
  engine: Engine,
  { image, pull: policy = 'missing' }: RunOptions,
  mayPull: boolean,
): Promise<boolean> {
  if (policy === 'never') return true;
  if (policy === 'always' && !image.startsWith('sha256:')) {
    await pull(services, engine, image);
    return true;
  }
  return ensureImage(services, engine, image, { ask: !mayPull });
}

/** An image that is not there is pulled, when the person agrees. False when not. */
export async function ensureImage(
  services: Pick<Services, 'ui' | 'log' | 'registries'>,
  engine: Engine,
  image: string,
  { ask }: { readonly ask: boolean },
): Promise<boolean> {
  try {
    await engine.images.inspect(image);
    return true;
  } catch (error) {
    if (!isEngineError(error, 'not-found') || image.startsWith('sha256:')) throw error;
  }
  const agreed =
    !ask || (await services.ui.confirm({ message: `${image} is not on this engine. Pull it?`, action: 'Pull' }));
  if (agreed) await pull(services, engine, image);
  return agreed;
}

/** What lies in a workspace that is not trusted is read or mounted only when the person says so, name by name. */
async function mayUseWorkspace(
  { ui, workspace }: Pick<Services, 'ui' | 'workspace'>,
  options: RunOptions,
  place: RunPlace,
): Promise<boolean> {
  if (workspace.trusted) return true;
  const sources = [
    ...(options.binds ?? []).map((bind) => readBind(bind)?.source),
    ...(options.mounts ?? []).map(mountSource),
  ];
  const paths = [
    ...(options.envFiles ?? []),
    ...(options.labelFiles ?? []),
    ...sources.filter((source) => source !== undefined && isHostPath(source)),
  ].filter((path): path is string => path !== undefined);
  const inside = paths.filter((path) => {
    const absolute = absolutePath(path, place);
    return workspace.folders.some((folder) => !/^\.\.(?:[\\/]|$)/.test(relative(folder, absolute)));
  });
  if (inside.length === 0) return true;
  return ui.confirm({
    message: 'Use files of a workspace that is not trusted?',
    detail: `The container is given what is in:\n${inside.join('\n')}`,
    action: 'Run with these files',
  });
}

function mountSource(word: string): string | undefined {
  const mount = readMount(word);
  return typeof mount === 'object' && mount.type === 'bind' ? mount.source : undefined;
}
