import type { BuildOptions } from '../../engine/build-options';
import type { Services } from '../services';

/** For base images: BuildKit asks for a registry's when it needs them, the legacy builder takes them with the build. */
export async function registryCredentials(
  services: Pick<Services, 'registries' | 'log'>,
  signal: AbortSignal,
): Promise<BuildOptions['auths']> {
  try {
    return await (await services.registries()).credentials.all(signal);
  } catch (error) {
    services.log.warn(`Building without registry credentials: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
