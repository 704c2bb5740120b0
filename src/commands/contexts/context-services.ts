import type { Endpoint } from '../../engine/endpoints';
import { EngineError } from '../../engine/errors';
import type { Services } from '../services';

export type ContextServices = Pick<Services, 'ui' | 'engines' | 'log'>;

/** What an engine answers when it is asked for the first time: `Docker 28.1.1, API 1.47`. Rejects with EngineError. */
export async function probe(
  { engines }: Pick<Services, 'engines'>,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<string> {
  const engine = await engines.connect(endpoint);
  try {
    const { podman, version, apiVersion } = await engine.info(signal);
    return `${podman ? 'Podman' : 'Docker'} ${version}, API ${apiVersion}`;
  } finally {
    engine.dispose();
  }
}

/** The names of all contexts but `default`. */
export async function namedContexts({ engines }: Pick<Services, 'engines'>): Promise<readonly string[]> {
  const { contexts } = await engines.places();
  return contexts.filter(({ builtIn }) => !builtIn).map(({ name }) => name);
}

export function noSuchContext(name: string): EngineError {
  return new EngineError('not-found', `There is no Docker context "${name}".`);
}
