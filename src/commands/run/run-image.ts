import { setTimeout as pause } from 'node:timers/promises';
import type { CreateContainer, Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { pickImage } from '../images/pick-image';
import { offer } from '../offer';
import { pull } from '../registries/pull-image';
import type { Services } from '../services';
import { type ImageTarget, imageTargets } from '../targets';
import { askName, askPorts, rememberRun } from './run-answers';

export type RunServices = Pick<Services, 'engine' | 'ui' | 'log' | 'memory' | 'workspace' | 'run'>;

/** The first argument of a keybinding or a test: nothing is asked that is given here. */
export interface RunPreset extends Partial<Omit<CreateContainer, 'image'>> {
  readonly image: string;
}

/** A notification shows none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one.
const colours = /\x1b\[[0-9;]*[A-Za-z]/g;

/** A container that ends within this time was not meant to. */
const earlyMs = 1500;

/** Starts a container in the background. Returns its id; undefined when the person gave up. */
export async function runImage(services: RunServices, args: readonly unknown[]): Promise<string | undefined> {
  const image = imageTargets(args)[0] ?? (await pickImage(services, { title: 'Run image' }));
  if (!image) return undefined;
  const engine = await services.engine();
  const preset = presetOf(args);
  if (!preset && !(await ensureImage(services, engine, image))) return undefined;
  const options = preset ? { ...preset, image: image.ref } : await ask(services, engine, image);
  if (!options) return undefined;
  const { id, name } = await start(services, engine, image, options);
  const ended = await earlyEnd(engine, id);
  if (ended === 'gone') void services.ui.info(`${name} ended at once and was removed.`);
  else if (ended !== undefined) await reportEnd(services, engine, { id, name, exitCode: ended });
  else await reportStart(services, engine, { id, name });
  return id;
}

/** What a keybinding or a test gives beside the image; undefined when it gives nothing, and the person is asked. */
export function presetOf([first]: readonly unknown[]): Partial<CreateContainer> | undefined {
  if (typeof first !== 'object' || first === null || 'kind' in first || !('image' in first)) return undefined;
  const { image: _image, ...preset } = first as RunPreset;
  return Object.keys(preset).length > 0 ? preset : undefined;
}

/** An image that is not there is pulled when the person agrees. False when not. */
export async function ensureImage(
  services: Pick<Services, 'ui' | 'workspace'>,
  engine: Engine,
  { ref, name }: ImageTarget,
): Promise<boolean> {
  try {
    await engine.images.inspect(ref);
    return true;
  } catch (error) {
    if (!isEngineError(error, 'not-found') || ref.startsWith('sha256:')) throw error;
  }
  const agreed = await services.ui.confirm({ message: `${name} is not on this engine. Pull it?`, action: 'Pull' });
  if (agreed) await pull(services, engine, ref);
  return agreed;
}

async function ask(services: RunServices, engine: Engine, image: ImageTarget): Promise<CreateContainer | undefined> {
  const ports = await askPorts(services, engine, image);
  if (!ports) return undefined;
  const names = new Set((await engine.containers.list()).map((container) => container.name));
  const name = await askName(services, image, names);
  if (name === undefined) return undefined;
  const answers = { ports, name: name === '' ? undefined : name };
  await rememberRun(services, image, answers);
  return { image: image.ref, ports, ...(name === '' ? {} : { name }) };
}

async function start(
  services: RunServices,
  engine: Engine,
  image: ImageTarget,
  options: CreateContainer,
): Promise<{ readonly id: string; readonly name: string }> {
  return services.ui.progress(`Starting ${image.name}`, async (_report, signal) => {
    const { id, warnings } = await create(services, engine, image, options, signal);
    for (const warning of warnings) services.log.warn(`${image.name}: ${warning}`);
    try {
      await engine.containers.start(id, signal);
    } catch (error) {
      // It never ran: keeping it would only be in the way of the next attempt.
      await engine.containers.remove(id, { force: true, volumes: true }).catch(() => {});
      throw error;
    }
    const container = await engine.containers.get(id, signal);
    return { id, name: container?.name ?? options.name ?? id.slice(0, 12) };
  });
}

async function create(
  services: RunServices,
  engine: Engine,
  image: ImageTarget,
  options: CreateContainer,
  signal: AbortSignal,
): ReturnType<Engine['containers']['create']> {
  try {
    return await engine.containers.create(options, signal);
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
    if (!(await ensureImage(services, engine, image))) throw new EngineError('cancelled', 'The run was cancelled.');
    return engine.containers.create(options, signal);
  }
}

/** The exit code of a container that ends at once; `gone` when it has removed itself; undefined when it goes on. */
async function earlyEnd(engine: Engine, id: string): Promise<number | 'gone' | undefined> {
  const abort = new AbortController();
  const ended = engine.containers.wait(id, abort.signal).then(
    ({ exitCode }) => exitCode,
    (error) => (isEngineError(error, 'not-found') ? 'gone' : undefined),
  );
  const first = await Promise.race([ended, pause(earlyMs, undefined, { signal: abort.signal }).catch(() => undefined)]);
  abort.abort();
  return first;
}

async function reportEnd(
  services: RunServices,
  engine: Engine,
  { id, name, exitCode }: { readonly id: string; readonly name: string; readonly exitCode: number },
): Promise<void> {
  const lines = await lastLines(engine, id);
  const said = lines === '' ? 'It wrote nothing.' : `Its last output: ${lines}`;
  const message = `${name} ended at once with exit code ${exitCode}. ${said}`;
  services.log.info(message);
  const answer =
    exitCode === 0
      ? services.ui.info(message, 'Show logs', 'Remove')
      : services.ui.warn(message, 'Show logs', 'Remove');
  offer(services, answer, {
    'Show logs': ['layerwright.showContainerLogs', id],
    Remove: ['layerwright.removeContainer', id],
  });
}

/** Empty also when the container has gone by itself. */
async function lastLines(engine: Engine, id: string): Promise<string> {
  const signal = AbortSignal.timeout(3000);
  const pieces: Buffer[] = [];
  try {
    for await (const { data } of engine.containers.logs(id, { follow: false, tail: 5, signal })) pieces.push(data);
  } catch {
    // What could be read is said.
  }
  return Buffer.concat(pieces).toString().replace(colours, '').trim().slice(-600);
}

async function reportStart(
  services: RunServices,
  engine: Engine,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  const container = await engine.containers.get(id);
  const published = container?.ports.some(({ hostPort, protocol }) => hostPort !== undefined && protocol === 'tcp');
  const actions = published ? ['Open in browser', 'Show logs'] : ['Show logs'];
  offer(services, services.ui.info(`${name} is running.`, ...actions), {
    'Open in browser': ['layerwright.openContainerInBrowser', id],
    'Show logs': ['layerwright.showContainerLogs', id],
  });
}
