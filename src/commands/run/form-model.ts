import { homedir } from 'node:os';
import { proposePorts } from '../../docker-run/ports';
import type { RunOptions } from '../../docker-run/run-options';
import type { Surroundings } from '../../docker-run/split-line';
import type { Engine, ImageDetails } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { validateReference } from '../../engine/references';
import type { ImageFacts, RunFormModel } from '../../webviews/run-form/protocol';
import type { Services } from '../services';
import { createPortCheck } from './port-check';
import { avoidProblems } from './run-problems';
import { recallRun } from './run-record';
import { startsShell } from './starts-shell';

type ModelServices = Pick<Services, 'memory' | 'secrets' | 'workspace'>;

/** Answers to begin with. */
export interface Prefill extends Pick<RunFormModel, 'options' | 'origin' | 'forgotten' | 'kept'> {}

/**
 * What a run of the image begins with: the answers of the last one, with free ports and a free name in place of taken ones;
 * for an image that was not run yet, what it says itself.
 */
export async function prefill(
  services: ModelServices,
  engine: Engine,
  { reference, facts }: { readonly reference: string; readonly facts: ImageFacts | undefined },
): Promise<Prefill> {
  const last = await recallRun(services, reference);
  if (last) {
    const options = await avoidProblems(engine, last.options);
    return { ...last, options, origin: 'The answers of its last run.' };
  }
  const none = { forgotten: [], kept: [], origin: 'What the image says; nothing has been run from it yet.' };
  const options: RunOptions = { image: reference, command: [] };
  if (facts && startsShell(facts)) return { ...none, options: interactive(options) };
  const ports = facts?.proposedPorts ?? [];
  return { ...none, options: { ...options, detach: true, ...(ports.length > 0 ? { ports } : {}) } };
}

/** The same with a terminal, and gone when it ends. */
export function interactive(options: RunOptions): RunOptions {
  const { detach: _detach, restart: _restart, ...rest } = options;
  return { ...rest, openStdin: true, tty: true, autoRemove: true };
}

export async function formModel(
  { workspace }: Pick<Services, 'workspace'>,
  engine: Engine,
  {
    image,
    prefilled,
    focus,
  }: {
    readonly image: ImageFacts | undefined;
    readonly prefilled: Prefill;
    readonly focus: RunFormModel['focus'];
  },
): Promise<RunFormModel> {
  // Only to choose from: a form without them is a form.
  const [networks, volumes] = await Promise.all([
    engine.networks.list().then(
      (all) => all.map(({ name }) => name).sort(),
      () => [],
    ),
    engine.volumes.list().then(
      (all) =>
        all
          .map(({ name }) => name)
          .filter(isNamed)
          .sort(),
      () => [],
    ),
  ]);
  return {
    ...prefilled,
    image,
    networks,
    volumes,
    surroundings: surroundings(workspace.folders[0]),
    shell: process.platform === 'win32' ? 'powershell' : 'sh',
    focus,
  };
}

/** Undefined when it names no image. */
export async function imageFacts(engine: Engine, reference: string): Promise<ImageFacts | undefined> {
  if (!/^sha256:/.test(reference) && validateReference(reference) !== undefined) return undefined;
  try {
    return await factsOf(engine, reference, await engine.images.inspect(reference));
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
    return { ...unknownImage, reference };
  }
}

const unknownImage: Omit<ImageFacts, 'reference'> = {
  present: false,
  exposedPorts: [],
  proposedPorts: [],
  volumes: [],
  env: [],
  entrypoint: [],
  command: [],
  workdir: '',
  user: '',
  platform: '',
};

async function factsOf(engine: Engine, reference: string, image: ImageDetails): Promise<ImageFacts> {
  const { exposedPorts, volumes, env, entrypoint, command, workdir, user, os, architecture } = image;
  const check = createPortCheck(engine, exposedPorts.length > 0 ? await engine.containers.list() : []);
  const proposedPorts = await proposePorts(exposedPorts, (port) => check.isFree(port));
  const platform = [os, architecture].filter(Boolean).join('/');
  return {
    ...{ reference, present: true, exposedPorts, proposedPorts, volumes, env },
    ...{ entrypoint, command, workdir, user, platform },
  };
}

/** What a line copied out of a shell of this machine leans on. */
function surroundings(folder: string | undefined): Surroundings {
  const ids =
    process.getuid && process.getgid ? { 'id -u': `${process.getuid()}`, 'id -g': `${process.getgid()}` } : {};
  return {
    variables: { HOME: homedir(), ...(folder === undefined ? {} : { PWD: folder }) },
    commands: { ...ids, ...(folder === undefined ? {} : { pwd: folder }) },
  };
}

/** An anonymous volume has an id for a name, which nobody chooses. */
function isNamed(volume: string): boolean {
  return !/^[0-9a-f]{64}$/.test(volume);
}
