import { webPage } from '../../registry/address';
import type { Services } from '../services';
import { pickRegistry } from './pick-registry';
import { hostTarget, remoteTargets, repositoryTarget } from './registry-targets';

/** The page of a tag, a repository or the registry, as far as the service has one. */
export async function openRegistryInBrowser(
  services: Pick<Services, 'ui' | 'registries'>,
  args: readonly unknown[],
): Promise<void> {
  const [tag] = remoteTargets(args);
  const repository = repositoryTarget(args);
  const host =
    tag?.host ??
    hostTarget(args) ??
    (await pickRegistry(services, { title: 'Open registry in browser', others: false }));
  if (host === undefined) return;
  await services.ui.openExternal(webPage(host, tag?.repository ?? repository?.repository, tag?.tag));
}
