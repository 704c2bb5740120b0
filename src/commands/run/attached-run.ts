import type { CreateContainer } from '../../engine/create-container';
import type { Engine, Session } from '../../engine/engine';
import { readDetachKeys } from '../terminals/detach-keys';
import { reportEnd } from './after-run';
import { createContainer, type RunServices, startOrRemove } from './start-run';

/**
 * Creates a container and opens a terminal that starts it, as `docker run` without `-d`. Closing the terminal stops it:
 * nobody could reach it any more. Returns its id as soon as it is created.
 */
export async function runAttached(
  services: RunServices,
  engine: Engine,
  create: CreateContainer,
  imageName: string,
): Promise<string> {
  const id = await createContainer(services, engine, create, new AbortController().signal);
  const name = (await engine.containers.get(id))?.name ?? create.name ?? imageName;
  const tty = create.tty ?? false;
  const keys = await readDetachKeys(services);
  await services.terminals.openSession({
    name,
    icon: 'terminal',
    tty,
    input: create.openStdin ?? false,
    detach: { keys, says: `Detached: ${name} keeps running.` },
    async onInterrupt() {
      await engine.containers.kill(id, 'SIGINT');
      return `Sent SIGINT to ${name}. ${keys.words} detaches and leaves it running.`;
    },
    open: async (_size, signal) => {
      const began = Date.now();
      const session = await startAttached(engine, { id, name, create, detachKeys: keys.notation }, signal);
      const counted = countOutput(session);
      const exitCode = session.exitCode().then((code) => {
        const ended = { exitCode: code, silent: counted.bytes() === 0, early: Date.now() - began < shortLifeMs };
        if (!signal.aborted) reportEnd(services, { id, name, create, ...ended });
        return code;
      });
      return { ...counted.session, exitCode: () => exitCode };
    },
  });
  return id;
}

/** A shell that has nobody to talk to is over by then. */
const shortLifeMs = 3000;

interface Attaching {
  readonly id: string;
  readonly name: string;
  readonly create: CreateContainer;
  readonly detachKeys: string;
}

/** Attached before it starts, so that no output is missed. */
async function startAttached(
  engine: Engine,
  { id, name, create, detachKeys }: Attaching,
  signal: AbortSignal,
): Promise<Session> {
  const { containers } = engine;
  const { openStdin: stdin = false, tty = false } = create;
  const session = await containers.attach(id, { stdin, tty, detachKeys, signal });
  // It may remove itself when it ends, and cannot be asked then.
  let over = false;
  const ended = containers.wait(id, undefined, 'next-exit').then(
    ({ exitCode }) => exitCode,
    () => undefined,
  );
  void ended.then(() => {
    over = true;
  });
  await startOrRemove(engine, { id, name }, signal);
  // Closing the terminal aborts; detaching does not.
  const end = () => {
    if (!over) void containers.stop(id, { seconds: 2 }).catch(() => {});
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  return { ...session, exitCode: () => ended };
}

function countOutput(session: Session): { readonly session: Session; readonly bytes: () => number } {
  let bytes = 0;
  async function* output() {
    for await (const chunk of session.output) {
      bytes += chunk.data.length;
      yield chunk;
    }
  }
  return { session: { ...session, output: output() }, bytes: () => bytes };
}
