import type { Services } from '../services';
import { readDetachKeys } from './detach-keys';
import { openExec } from './exec-session';
import { parseExec } from './parse-exec';
import { runningContainer } from './running-container';

/** As `docker exec -it`: any command, in a terminal. The last one is proposed. */
export async function execInContainer(
  services: Pick<Services, 'engine' | 'ui' | 'terminals' | 'workspace' | 'memory'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui, memory } = services;
  const title = 'Run command in container';
  const found = await runningContainer(services, args, { title, what: 'nothing can be run in it' });
  if (!found) return;
  const { engine, container } = found;
  const key = `exec:${container.image}`;
  const entered = await ui.input({
    title: `Run command in ${container.name}`,
    prompt: 'The options -u USER, -w FOLDER, -e NAME=VALUE and --privileged may stand before it, as in docker exec.',
    placeholder: '-u root ls -l /',
    value: memory.get<string>(key) ?? '',
    validate: (text) => {
      const parsed = parseExec(text);
      return typeof parsed === 'string' ? parsed : undefined;
    },
  });
  const request = entered === undefined ? undefined : parseExec(entered);
  if (request === undefined || typeof request === 'string') return;
  // Values of variables may be secrets.
  if (request.env === undefined) await memory.set(key, entered);
  await openExec(services, engine, container, { ...request, keys: await readDetachKeys(services) });
}
