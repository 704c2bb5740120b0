import type { TestEngine } from '../support/engine';

/** A started container of what our own port cannot ask for: the body of the engine's create call. Returns its id. */
export async function createContainer(engine: TestEngine, body: object): Promise<string> {
  const { Id: id } = await engine.call<{ Id: string }>('/containers/create', { method: 'POST', body });
  await engine.call(`/containers/${id}/start`, { method: 'POST' });
  return id;
}
