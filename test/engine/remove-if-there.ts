import type { Engine } from '../../src/engine/engine';
import { isEngineError } from '../../src/engine/errors';

/** Removes a container; one that removed itself since it was listed (`--rm`) is no failure. */
export async function removeIfThere(containers: Engine['containers'], id: string): Promise<void> {
  try {
    await containers.remove(id, { force: true });
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
  }
}
