import { setTimeout as pause } from 'node:timers/promises';
import type { CreateContainer } from '../../engine/create-container';
import type { Engine } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { type OfferedCommand, offer } from '../offer';
import type { Services } from '../services';
import { startsShell } from './starts-shell';

type AfterServices = Pick<Services, 'ui' | 'log' | 'run' | 'events' | 'engine'>;

export interface Started {
  readonly id: string;
  readonly name: string;
  readonly create: CreateContainer;
}

/** A notification shows none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one.
const colours = /\x1b\[[0-9;]*[A-Za-z]/g;

/** A container that ends within this time was not meant to. */
const earlyMs = 1500;

/** Says how the start of a background container went: that it runs, or how it ended at once. Then waits for its end. */
export async function reportRun(services: AfterServices, engine: Engine, started: Started): Promise<void> {
  const { id, name, create } = started;
  const ended = await earlyEnd(engine, id);
  if (ended === 'gone') {
    void services.ui.info(`${name} ended at once and was removed.`);
    return;
  }
  if (ended === undefined) {
    await reportStart(services, engine, started);
    if (!create.autoRemove && create.restart === undefined) watchEnd(services, started);
    return;
  }
  const output = await lastLines(engine, id);
  if (ended === 0 && output === '' && !create.openStdin && (await wantsTerminal(engine, create))) {
    offerTerminal(services, started);
    return;
  }
  const said = output === '' ? 'It wrote nothing.' : `Its last output: ${output}`;
  const message = `${name} ended at once with exit code ${ended}. ${said}`;
  services.log.info(message);
  const actions = ['Show logs', 'Remove'];
  const answer = ended === 0 ? services.ui.info(message, ...actions) : services.ui.warn(message, ...actions);
  offer(services, answer, endActions(started));
}

/** Says how a container ended that a terminal showed; its output has been seen. */
export function reportEnd(
  services: AfterServices,
  ended: Started & { readonly exitCode: number | undefined; readonly silent: boolean; readonly early: boolean },
): void {
  const { name, create, exitCode, silent, early } = ended;
  const closedStdin = exitCode === 0 && silent && early && !create.openStdin;
  void (async () => {
    const engine = await services.engine();
    if (closedStdin && (await wantsTerminal(engine, create))) offerTerminal(services, ended);
    else if (!create.autoRemove && exitCode !== undefined)
      offer(services, services.ui.info(`${name} ended with exit code ${exitCode}.`, 'Remove', 'Start again'), {
        ...endActions(ended),
        'Start again': ['layerwright.startContainer', ended.id],
      });
  })().catch((error) => services.log.error(name, error));
}

function endActions({ id }: Started): Readonly<Record<string, OfferedCommand>> {
  return { 'Show logs': ['layerwright.showContainerLogs', id], Remove: ['layerwright.removeContainer', id] };
}

async function wantsTerminal(engine: Engine, create: CreateContainer): Promise<boolean> {
  const image = await engine.images.inspect(create.image);
  const entrypoint = create.entrypoint ?? image.entrypoint;
  const command = create.command ?? (create.entrypoint ? [] : image.command);
  return startsShell({ entrypoint: entrypoint.filter(Boolean), command });
}

function offerTerminal(services: AfterServices, { id, name, create }: Started): void {
  const message = `${name} ended at once with exit code 0 and wrote nothing: it reads what to do from a terminal, and had none.`;
  services.log.info(message);
  const left = create.autoRemove ? [] : ['Remove'];
  const { name: _name, ...rest } = create;
  offer(services, services.ui.info(message, 'Run interactively', ...left), {
    Remove: ['layerwright.removeContainer', id],
    'Run interactively': ['layerwright.runImageInteractive', { ...rest, name: create.name, replaces: id }],
  });
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

async function reportStart(services: AfterServices, engine: Engine, { id, name }: Started): Promise<void> {
  const container = await engine.containers.get(id);
  const published = container?.ports.some(({ hostPort, protocol }) => hostPort !== undefined && protocol === 'tcp');
  const actions = published ? ['Open in browser', 'Show logs'] : ['Show logs'];
  offer(services, services.ui.info(`${name} is running.`, ...actions), {
    'Open in browser': ['layerwright.openContainerInBrowser', id],
    'Show logs': ['layerwright.showContainerLogs', id],
  });
}

/** When it ends by itself, its removal is offered. Somebody who stops it knows what to do with it. */
function watchEnd(services: AfterServices, started: Started): void {
  const { id, name } = started;
  let stopped = false;
  const following = services.events(({ kind, id: of, action, attributes }) => {
    if (kind !== 'container' || of !== id) return;
    if (action === 'kill' || action === 'stop') stopped = true;
    if (action === 'start') stopped = false;
    if (action === 'destroy' || action === 'remove') following.dispose();
    if (action !== 'die' || stopped) return;
    following.dispose();
    const code = attributes.exitCode ?? attributes.containerExitCode ?? 'unknown';
    const answer = services.ui.info(`${name} ended with exit code ${code}.`, 'Show logs', 'Remove');
    offer(services, answer, endActions(started));
  });
}
