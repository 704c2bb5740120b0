import { changeState, type StateServices } from './change-state';

export async function restartContainer(services: StateServices, args: readonly unknown[]): Promise<void> {
  await changeState(services, args, {
    pick: { title: 'Restart containers', empty: 'There is no container here yet.' },
    doing: 'Restarting',
    did: 'Restarted',
    order: 'dependencies first',
    change: (engine, { id }, signal) => engine.containers.restart(id, { signal }),
  });
}
