import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../src/engine/engine';

/** Newer engines list a container as running for a moment after they said that it ended. */
export async function hasStopped(engine: Engine, id: string): Promise<void> {
  await engine.containers.wait(id);
  while ((await engine.containers.get(id))?.state === 'running') await sleep(20);
}
