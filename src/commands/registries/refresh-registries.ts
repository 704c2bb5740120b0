import type { Services } from '../services';
import { hostTarget, repositoryTarget } from './registry-targets';

/** Of a row what is below it, else everything that was opened. */
export async function refreshRegistries(
  services: Pick<Services, 'registries'>,
  args: readonly unknown[],
): Promise<void> {
  const registries = await services.registries();
  const repository = repositoryTarget(args);
  const host = hostTarget(args);
  registries.forget(repository ?? (host === undefined ? {} : { host }));
}
