import { EngineError } from '../../engine/errors';
import { pickContainer } from '../containers/pick-container';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { openAttached } from './attach-session';
import { readDetachKeys } from './detach-keys';

/** As `docker attach`: input and output of the main process of running containers, each in a terminal. */
export async function attachContainer(
  services: Pick<Services, 'engine' | 'ui' | 'terminals' | 'workspace'>,
  args: readonly unknown[],
): Promise<void> {
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, {
      title: 'Attach to container',
      where: ({ state }) => state === 'running',
      empty: 'There is no running container.',
    }));
  if (!target) return;
  const engine = await services.engine();
  const container = await engine.containers.inspect(target.id);
  const { name, state } = container;
  if (state !== 'running') {
    throw new EngineError('conflict', `${name} is ${state === 'paused' ? 'paused' : 'not running'}.`, {
      hint: state === 'paused' ? 'Unpause it first.' : 'Choose "Start container and attach" instead.',
    });
  }
  await openAttached(services, engine, container, { keys: await readDetachKeys(services) });
}
