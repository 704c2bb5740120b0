import { isActive } from '../../views/containers/nodes';
import { changeState, type StateServices } from './change-state';

/** As `docker stop`: the process gets ten seconds to end by itself, or as long as its image says. */
export async function stopContainer(services: StateServices, args: readonly unknown[]): Promise<void> {
  await changeState(services, args, {
    pick: { title: 'Stop containers', where: isActive, empty: 'There is no running container.' },
    doing: 'Stopping',
    did: 'Stopped',
    order: 'dependents first',
    change: (engine, { id }, signal) => engine.containers.stop(id, { signal }),
  });
}
