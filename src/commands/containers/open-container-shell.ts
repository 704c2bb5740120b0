import type { Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { pickContainer } from './pick-container';

/** Best first. */
const shells = ['bash', 'ash', 'sh'];

/** The best shell the container has, in a terminal. */
export async function openContainerShell(
  services: Pick<Services, 'engine' | 'ui' | 'terminals'>,
  args: readonly unknown[],
): Promise<void> {
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, {
      title: 'Open shell in container',
      where: ({ state }) => state === 'running',
      empty: 'There is no running container.',
    }));
  if (!target) return;
  const engine = await services.engine();
  const { id, name, state } = await engine.containers.inspect(target.id);
  if (state !== 'running') {
    throw new EngineError('conflict', `${name} is not running, so no shell can be opened in it.`, {
      hint: state === 'paused' ? 'Start it to let it go on.' : 'Start it first.',
    });
  }
  const shell = await findShell(engine, id);
  if (shell === undefined) {
    throw new EngineError('not-found', `There is no shell in ${name}: its image has none of ${shells.join(', ')}.`);
  }
  await services.terminals.openSession({
    name: `${name} (${shell})`,
    icon: 'terminal',
    open: (_size, signal) =>
      engine.containers.exec(id, { command: [shell], tty: true, env: ['TERM=xterm-256color'], signal }),
  });
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
