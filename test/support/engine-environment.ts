import { join } from 'node:path';
import { makeDockerConfig, type TestDockerConfig } from './docker-config';
import type { TestEngine } from './engine';
import { runFolder } from './scratch';

/** True when LAYERWRIGHT_SKIP leaves the engine out on purpose; tests that need one then skip themselves. */
export const engineIsSkipped = (process.env.LAYERWRIGHT_SKIP ?? '').split(',').includes('engine');

/**
 * Environment for a VS Code or a command line under test. Without an engine DOCKER_HOST names a socket that does not exist,
 * so that nothing ever reaches the person's own.
 */
export function engineEnvironment(
  engine: TestEngine | undefined,
  config: TestDockerConfig = makeDockerConfig(),
): Readonly<Record<string, string>> {
  return {
    ...config.env,
    DOCKER_HOST: engine?.dockerHost ?? `unix://${join(runFolder('none'), 'd.sock')}`,
    DOCKER_CONTEXT: '',
    DOCKER_TLS_VERIFY: '',
    DOCKER_CERT_PATH: '',
    // Not the person's own records of builds.
    LAYERWRIGHT_STATE: join(config.folder, 'state'),
  };
}
