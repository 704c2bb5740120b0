import type { Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import type { Services } from '../services';
import { askWho } from './ask-who';
import { readDetachKeys } from './detach-keys';
import { openExec } from './exec-session';
import { runningContainer } from './running-container';

type ShellServices = Pick<Services, 'engine' | 'ui' | 'terminals' | 'workspace'>;

/** Best first. */
const shells = ['bash', 'ash', 'sh'];

/** The best shell the container has, in a terminal. */
export async function openContainerShell(services: ShellServices, args: readonly unknown[]): Promise<void> {
  await openShell(services, args, 'Open shell in container', async () => ({}));
}

/** The same as another user, in another folder. */
export async function openContainerShellAs(services: ShellServices, args: readonly unknown[]): Promise<void> {
  await openShell(services, args, 'Open shell in container as', askWho);
}

async function openShell(
  services: ShellServices,
  args: readonly unknown[],
  title: string,
  ask: typeof askWho | (() => Promise<{ user?: string; workdir?: string }>),
): Promise<void> {
  const found = await runningContainer(services, args, { title, what: 'no shell can be opened in it' });
  if (!found) return;
  const { engine, container } = found;
  const shell = await findShell(engine, container.id);
  if (shell === undefined) {
    throw new EngineError(
      'not-found',
      `There is no shell in ${container.name}: its image has none of ${shells.join(', ')}.`,
    );
  }
  const who = await ask(services, engine, container);
  if (!who) return;
  await openExec(services, engine, container, { command: [shell], ...who, keys: await readDetachKeys(services) });
}

/** Undefined when the container has none. */
async function findShell(engine: Engine, id: string): Promise<string | undefined> {
  for (const shell of shells) {
    try {
      const { exitCode } = await engine.containers.runForOutput(id, [shell, '-c', 'exit 0']);
      if (exitCode === 0) return shell;
    } catch (error) {
      // Some engines refuse a program that is not there, others run it and say 126 or 127.
      if (!isEngineError(error, 'invalid') && !isEngineError(error, 'not-found') && !isEngineError(error, 'protocol'))
        throw error;
    }
  }
  return undefined;
}
