import { changeState, type StateServices } from './change-state';

/** Freezes the processes; they keep their memory and use no CPU. */
export async function pauseContainer(services: StateServices, args: readonly unknown[]): Promise<void> {
  await changeState(services, args, {
    pick: {
      title: 'Pause containers',
      where: ({ state }) => state === 'running',
      empty: 'There is no running container.',
    },
    doing: 'Pausing',
    did: 'Paused',
    change: (engine, { id }) => engine.containers.pause(id),
  });
}

export async function unpauseContainer(services: StateServices, args: readonly unknown[]): Promise<void> {
  await changeState(services, args, {
    pick: {
      title: 'Unpause containers',
      where: ({ state }) => state === 'paused',
      empty: 'There is no paused container.',
    },
    doing: 'Unpausing',
    did: 'Unpaused',
    change: (engine, { id }) => engine.containers.unpause(id),
  });
}
