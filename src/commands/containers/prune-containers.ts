import { plural } from '../../shared/plural';
import { formatBytes } from '../../shared/quantity';
import { isActive } from '../../views/containers/nodes';
import { compareNames } from '../../views/format';
import type { Services } from '../services';
import { describeGoing } from './container-removal';

/** Removes every stopped container, after naming them. */
export async function pruneContainers({ engine, ui }: Pick<Services, 'engine' | 'ui'>): Promise<void> {
  const { containers } = await engine();
  const stopped = (await containers.list())
    .filter((container) => !isActive(container) && container.state !== 'removing')
    .sort((a, b) => compareNames(a.name, b.name));
  if (stopped.length === 0) {
    void ui.info('There is no stopped container to prune.');
    return;
  }
  const what = plural(stopped.length, 'stopped container');
  const agreed = await ui.confirm({
    message: `Remove ${what}?`,
    detail: describeGoing(stopped),
    action: `Remove ${plural(stopped.length, 'container')}`,
  });
  if (!agreed) return;
  const { removed, reclaimedBytes } = await ui.progress(`Removing ${what}`, (_report, signal) =>
    containers.prune(signal),
  );
  const reclaimed = reclaimedBytes > 0 ? `, ${formatBytes(reclaimedBytes)} reclaimed` : '';
  void ui.info(`Removed ${plural(removed.length, 'container')}${reclaimed}.`);
}
