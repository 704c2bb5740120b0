import { registryName } from '../../registry/address';
import { listOf } from '../../shared/quantity';
import type { Services } from '../services';
import { pickRegistry } from './pick-registry';
import { hostTarget } from './registry-targets';

/** Erases the person's credentials for a registry wherever they are, and says where that was. */
export async function logOutOfRegistry(
  services: Pick<Services, 'ui' | 'registries'>,
  args: readonly unknown[],
): Promise<void> {
  const host = hostTarget(args) ?? (await pickRegistry(services, { title: 'Log out of a registry', others: false }));
  if (host === undefined) return;
  const registries = await services.registries();
  const places = await registries.credentials.erase(host);
  registries.forget({ host });
  const name = registryName(host);
  void services.ui.info(
    places.length === 0
      ? `There were no credentials for ${name}.`
      : `Logged out of ${name}. Erased its credentials from ${listOf(places)}.`,
  );
}
