import { isActive } from '../../views/containers/nodes';
import { changeState, type StateServices } from './change-state';

/** One that is paused goes on. */
export async function startContainer(services: StateServices, args: readonly unknown[]): Promise<void> {
  await changeState(services, args, {
    pick: {
      title: 'Start containers',
      where: (container) => !isActive(container) || container.state === 'paused',
      empty: 'There is no stopped container.',
    },
    doing: 'Starting',
    did: 'Started',
    order: 'dependencies first',
    change: (engine, { id, state }, signal) =>
      state === 'paused' ? engine.containers.unpause(id) : engine.containers.start(id, signal),
  });
}
