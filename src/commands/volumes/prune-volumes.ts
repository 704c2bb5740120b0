import type { VolumeUsage } from '../../engine/disk-usage';
import type { Engine } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { formatBytes, listOf } from '../../shared/quantity';
import { compareNames, formatAge } from '../../views/format';
import { volumeLabel } from '../../views/volumes/nodes';
import { attemptAll, reasonOf } from '../batch';
import { nameLines } from '../name-lines';
import type { Services } from '../services';

/**
 * Shows every volume that no container uses with its size, the anonymous ones ticked; what is ticked goes, one by one. The
 * engine's own prune would also take what became unused since somebody read the list, and volumes hold what cannot be made
 * again.
 */
export async function pruneVolumes(services: Pick<Services, 'engine' | 'ui' | 'log'>): Promise<void> {
  const { ui } = services;
  const engine = await services.engine();
  const unused = await ui.progress('Measuring volumes', (_report, signal) => unusedVolumes(engine, signal));
  if (unused.length === 0) {
    void ui.info('There is no volume to prune: each is used by a container.');
    return;
  }
  const items = unused.map((volume) => ({
    label: volumeLabel(volume),
    description: [
      volume.anonymous ? 'anonymous' : 'named',
      sizeOf([volume]),
      formatAge(volume.created),
      labelsOf(volume),
    ]
      .filter((fact) => fact !== undefined)
      .join(' · '),
    icon: 'database',
    picked: volume.anonymous,
    value: volume,
  }));
  const chosen = await ui.pickMany(items, {
    title: 'Prune volumes',
    placeholder: 'No container uses these. What is ticked is removed; type to find a name or label',
  });
  if (!chosen || chosen.length === 0) return;
  const named = chosen.filter(({ anonymous }) => !anonymous).length;
  const count = plural(chosen.length, 'volume');
  const lines = nameLines(chosen.map((volume) => `${volumeLabel(volume)} (${sizeOf([volume])})`));
  const agreed = await ui.confirm({
    message: `Remove ${count} that no container uses${named > 0 && named < chosen.length ? `, ${named} of them named` : ''}?`,
    detail: `${lines}\n\n${sizeOf(chosen)} comes back. What is in ${chosen.length === 1 ? 'it' : 'them'} is lost.`,
    action: `Remove ${count}`,
  });
  if (!agreed) return;
  const outcome = await ui.progress(`Removing ${count}`, (report, signal) => {
    let finished = 0;
    return attemptAll(chosen, 4, async ({ name }) => {
      if (signal.aborted) throw new EngineError('cancelled', 'The removal was cancelled.');
      await engine.volumes.remove(name);
      finished += 1;
      report(`${finished} of ${chosen.length}`, finished / chosen.length);
    });
  });
  for (const { item, error } of outcome.failed) services.log.error(`${item.name}: ${reasonOf(error)}`, error);
  const kept = outcome.failed.slice(0, 3).map(({ item, error }) => `${volumeLabel(item)}: ${reasonOf(error)}`);
  const said = `Removed ${plural(outcome.done.length, 'volume')}, ${sizeOf(outcome.done)} reclaimed.`;
  void (kept.length === 0
    ? ui.info(said)
    : ui.warn(`${said} ${plural(outcome.failed.length, 'volume')} stayed. ${kept.join(' ')}`));
}

/** Those a prune takes: unused by the engine's count, of the driver on its own disk; the largest first. */
export async function unusedVolumes(engine: Engine, signal: AbortSignal): Promise<readonly VolumeUsage[]> {
  const [listed, usage] = await Promise.all([
    engine.volumes.list({ unused: true, signal }),
    engine.diskUsage({ only: 'volume', signal }),
  ]);
  const measured = new Map(usage.volumes.map((volume) => [volume.name, volume]));
  return listed
    .filter(({ driver }) => driver === 'local')
    .map((volume) => ({ bytes: undefined, users: 0, ...measured.get(volume.name), ...volume }))
    .sort(
      (a, b) =>
        Number(b.anonymous) - Number(a.anonymous) || (b.bytes ?? 0) - (a.bytes ?? 0) || compareNames(a.name, b.name),
    );
}

function sizeOf(volumes: readonly VolumeUsage[]): string {
  if (volumes.length > 0 && volumes.every(({ bytes }) => bytes === undefined)) return 'unknown size';
  return formatBytes(volumes.reduce((sum, { bytes = 0 }) => sum + bytes, 0));
}

function labelsOf({ labels }: VolumeUsage): string | undefined {
  const shown = Object.entries(labels)
    .filter(([name]) => name !== 'com.docker.volume.anonymous')
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return shown.length > 0 ? listOf(shown, 2) : undefined;
}
