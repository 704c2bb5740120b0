import type { ImageSummary } from '../../engine/engine';
import { plural } from '../../shared/plural';
import { formatBytes } from '../../shared/quantity';
import { compareNames, shortId } from '../../views/format';
import { reportAll } from '../batch';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import { removeImages } from './remove-unused';

interface Kind {
  readonly all: boolean;
  readonly images: readonly ImageSummary[];
}

/** Dangling images, or all that no container uses, after naming them. */
export async function pruneImages({ engine, ui, log }: Pick<Services, 'engine' | 'ui' | 'log'>): Promise<void> {
  const connected = await engine();
  const [images, containers] = await Promise.all([connected.images.list(), connected.containers.list()]);
  const used = new Set(containers.map(({ imageId }) => imageId));
  const unused = images.filter(({ id }) => !used.has(id));
  const dangling = unused.filter(({ tags, digests }) => tags.length === 0 && digests.length === 0);
  if (unused.length === 0) {
    void ui.info('There is no image to prune: each is used by a container.');
    return;
  }
  const kind = await ui.pick<Kind>(
    [
      {
        label: 'Dangling images',
        description: describe(dangling),
        detail: 'Images without a tag that no container uses: what rebuilding leaves behind.',
        value: { all: false, images: dangling },
      },
      {
        label: 'All unused images',
        description: describe(unused),
        detail: 'Every image no container uses, running or stopped, those with tags too.',
        value: { all: true, images: unused },
      },
    ],
    { title: 'Prune images', placeholder: 'Which images are to go?' },
  );
  if (!kind) return;
  if (kind.images.length === 0) {
    void ui.info('There is no dangling image to prune.');
    return;
  }
  const count = plural(kind.images.length, 'image');
  const agreed = await ui.confirm({
    message: `Remove ${kind.all ? `all unused images (${kind.images.length})` : plural(kind.images.length, 'dangling image')}?`,
    detail: `${nameLines(kind.images.map(nameOf).sort(compareNames))}\n\n${sizeOf(kind.images)} in all; less comes back where images that stay share layers.`,
    action: `Remove ${count}`,
  });
  if (!agreed) return;
  if (kind.all) {
    const outcome = await ui.progress(`Removing ${count}`, (_report, signal) =>
      removeImages(connected, kind.images, signal),
    );
    const named = {
      done: outcome.done.map(withName),
      failed: outcome.failed.map(({ item, error }) => ({ item: withName(item), error })),
    };
    if (outcome.failed.length > 0) reportAll({ ui, log }, named, 'Removed', 'images');
    else void ui.info(`Removed ${plural(outcome.done.length, 'image')}, up to ${sizeOf(outcome.done)} reclaimed.`);
    return;
  }
  const report = await ui.progress(`Removing ${count}`, (_report, signal) =>
    connected.images.prune({ all: false, signal }),
  );
  const removed = new Set(report.removed);
  const gone = kind.images.filter(({ id, tags }) => removed.has(id) || tags.some((tag) => removed.has(tag)));
  void ui.info(`Removed ${plural(gone.length, 'image')}, ${formatBytes(report.reclaimedBytes)} reclaimed.`);
}

function describe(images: readonly ImageSummary[]): string {
  return images.length === 0 ? 'none' : `${plural(images.length, 'image')}, up to ${sizeOf(images)}`;
}

function sizeOf(images: readonly ImageSummary[]): string {
  return formatBytes(images.reduce((sum, { bytes }) => sum + bytes, 0));
}

function withName(image: ImageSummary): { readonly name: string } {
  return { name: nameOf(image) };
}

function nameOf({ id, tags, digests, bytes }: ImageSummary): string {
  const name = tags.length > 0 ? tags.join(', ') : (digests[0]?.split('@')[0] ?? shortId(id));
  return `${name} (${formatBytes(bytes)})`;
}
