import { EngineError } from '../../engine/errors';
import { isActive } from '../../views/containers/nodes';
import { pickContainer } from '../containers/pick-container';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { openAttached } from './attach-session';
import { readDetachKeys } from './detach-keys';

/** As `docker start -a`, and `-ai` for a container that was made to take input. */
export async function startAttached(
  services: Pick<Services, 'engine' | 'ui' | 'terminals' | 'workspace'>,
  args: readonly unknown[],
): Promise<void> {
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, {
      title: 'Start container and attach',
      where: (container) => !isActive(container),
      empty: 'There is no stopped container.',
    }));
  if (!target) return;
  const engine = await services.engine();
  const container = await engine.containers.inspect(target.id);
  const { name, state } = container;
  if (state === 'running' || state === 'paused' || state === 'restarting') {
    throw new EngineError('conflict', `${name} is ${state} already.`, {
      hint: state === 'paused' ? 'Unpause it first.' : 'Choose "Attach to container" instead.',
    });
  }
  await openAttached(services, engine, container, { keys: await readDetachKeys(services), start: true });
}
