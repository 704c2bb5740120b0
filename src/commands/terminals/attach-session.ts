import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerDetails, Engine, Session } from '../../engine/engine';
import type { DetachKeys } from '../../shared/detach-keys';
import type { Services } from '../services';

type Attached = Pick<ContainerDetails, 'id' | 'name' | 'tty' | 'openStdin'>;

/** How long the engine may take to say how a process ended whose output has. */
const patienceMs = 2000;

/** A terminal joined to the container's main process. With `start`, it is attached first, so that no output is missed. */
export async function openAttached(
  { terminals }: Pick<Services, 'terminals'>,
  engine: Engine,
  container: Attached,
  { keys, start = false }: { readonly keys: DetachKeys; readonly start?: boolean },
): Promise<void> {
  const { id, name, tty, openStdin } = container;
  await terminals.openSession({
    name: `${name} (attached)`,
    icon: 'plug',
    tty,
    input: openStdin,
    intro: attachedIntro(container, keys),
    detach: { keys, says: `Detached: ${name} keeps running.` },
    redraw: !start,
    async onInterrupt() {
      await engine.containers.kill(id, 'SIGINT');
      return `Sent SIGINT to ${name}. ${keys.words} detaches and leaves it running.`;
    },
    open: (_size, signal) => attachSession(engine, container, { keys, start, signal }),
  });
}

/** Says what kind of connection it is, how Ctrl+C is meant and how one leaves. */
export function attachedIntro({ name, tty, openStdin }: Attached, { words }: DetachKeys): string {
  const kind = tty ? 'it has a terminal (TTY)' : 'it has no terminal (TTY)';
  const input = openStdin
    ? tty
      ? 'keys go to it as they are'
      : 'lines go to it when you press Enter, Ctrl+C sends SIGINT'
    : 'it takes no input, Ctrl+C sends SIGINT';
  return `Attached to ${name}: ${kind}; ${input}. ${words} detaches.`;
}

/** The session knows the exit code also of a container that is removed when it ends. */
export async function attachSession(
  { containers }: Engine,
  { id, tty, openStdin }: Attached,
  { keys, start, signal }: { readonly keys: DetachKeys; readonly start: boolean; readonly signal: AbortSignal },
): Promise<Session> {
  const session = await containers.attach(id, { stdin: openStdin, tty, detachKeys: keys.notation, signal });
  const over = new AbortController();
  const close = () => {
    over.abort();
    session.close();
  };
  const ended = containers.wait(id, AbortSignal.any([signal, over.signal]), start ? 'next-exit' : 'stopped').then(
    ({ exitCode }) => exitCode,
    () => undefined,
  );
  try {
    if (start) await containers.start(id, signal);
  } catch (error) {
    close();
    throw error;
  }
  return { ...session, exitCode: () => Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]), close };
}
