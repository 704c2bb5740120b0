import type { BuildCacheRecord, DiskUsage } from '../../engine/disk-usage';
import { plural } from '../../shared/plural';
import { formatBytes } from '../../shared/quantity';
import { describeRecord } from '../../views/disk-usage/nodes';
import { prunableCache, sumBytes } from '../../views/disk-usage/reclaimable';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';

interface Kind {
  readonly all: boolean;
  readonly unusedForHours?: number;
  readonly records: readonly BuildCacheRecord[];
}

const week = 7 * 24;

/** Shows what of the build cache goes, and asks how much of it is to go. */
export async function pruneBuildCache(
  services: Pick<Services, 'engine' | 'ui'>,
  views: Pick<ViewActions, 'refresh'>,
): Promise<void> {
  const { ui } = services;
  const engine = await services.engine();
  const usage = await ui.progress('Measuring the build cache', (_report, signal) =>
    engine.diskUsage({ only: 'build-cache', signal }),
  );
  const kinds = kindsOf(usage, Date.now() / 1000);
  if (kinds.every(({ value }) => value.records.length === 0)) {
    void ui.info('There is no build cache to prune.');
    return;
  }
  const kind = await ui.pick<Kind>(
    kinds.map(({ label, detail, value }) => ({ label, detail, description: describe(value.records), value })),
    { title: 'Prune build cache', placeholder: 'How much of it is to go?' },
  );
  if (!kind) return;
  if (kind.records.length === 0) {
    void ui.info('None of the build cache is of that kind.');
    return;
  }
  const agreed = await ui.confirm({
    message: `Remove ${count(kind.records)}?`,
    detail: `${recordLines(kind.records)}\n\n${freed(kind.records)} The next builds run these steps again; images stay as they are.`,
    action: `Remove ${formatBytes(sumBytes(kind.records))}`,
  });
  if (!agreed) return;
  const { all, unusedForHours } = kind;
  const report = await ui.progress(`Removing ${count(kind.records)}`, (_report, signal) =>
    engine.pruneBuildCache({ all, ...(unusedForHours === undefined ? {} : { unusedForHours }), signal }),
  );
  void ui.info(
    `Removed ${plural(report.removed.length, 'record')} of the build cache, ${formatBytes(report.reclaimedBytes)} reclaimed.`,
  );
  void views.refresh('layerwright.diskUsage');
}

function kindsOf(usage: DiskUsage, now: number): readonly { label: string; detail: string; value: Kind }[] {
  const all = prunableCache(usage, true);
  return [
    {
      label: 'What nothing else needs',
      detail: 'Keeps the steps of images that are here, so building those again stays quick.',
      value: { all: false, records: prunableCache(usage, false) },
    },
    {
      label: 'What was not used for a week',
      detail: 'Of all the build cache, also that of images that are here.',
      value: {
        all: true,
        unusedForHours: week,
        records: all.filter(({ lastUsed }) => now - lastUsed > week * 60 * 60),
      },
    },
    {
      label: 'All of it',
      detail: 'The next build of everything starts from nothing.',
      value: { all: true, records: all },
    },
  ];
}

/** The biggest first. */
export function recordLines(records: readonly BuildCacheRecord[], limit = 10): string {
  const lines = [...records]
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ description, type, bytes }) => `${shorten(describeRecord(description, type))} (${formatBytes(bytes)})`);
  return nameLines(lines, limit);
}

/** A layer that an image has, too, stays on the disk. */
function freed(records: readonly BuildCacheRecord[]): string {
  const shared = sumBytes(records.filter((record) => record.shared));
  const bytes = formatBytes(sumBytes(records) - shared);
  return shared > 0
    ? `${bytes} comes back; ${formatBytes(shared)} more is in layers of images, which stay.`
    : `${bytes} comes back.`;
}

function describe(records: readonly BuildCacheRecord[]): string {
  return records.length === 0 ? 'none' : `${plural(records.length, 'record')}, ${formatBytes(sumBytes(records))}`;
}

function count(records: readonly BuildCacheRecord[]): string {
  return `${plural(records.length, 'record')} of the build cache`;
}

function shorten(text: string): string {
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
}
