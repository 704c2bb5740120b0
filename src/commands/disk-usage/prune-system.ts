import type { DiskUsage } from '../../engine/disk-usage';
import type { Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import type { PickItem } from '../../host/ui';
import { plural } from '../../shared/plural';
import { formatBytes, listOf } from '../../shared/quantity';
import { nameOfImage } from '../../views/disk-usage/nodes';
import { sumBytes } from '../../views/disk-usage/reclaimable';
import { volumeLabel } from '../../views/volumes/nodes';
import { attemptAll, reasonOf } from '../batch';
import { removeImages } from '../images/remove-unused';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import type { ViewActions } from '../view-actions';
import { recordLines } from './prune-build-cache';
import { type PruneFacts, type PrunePart, type PrunePlan, planPrune } from './prune-plan';

/** Shows what can go, part by part, with what docker's own system prune takes ticked; names all of it; then removes that. */
export async function pruneSystem(
  services: Pick<Services, 'engine' | 'ui' | 'log'>,
  views: Pick<ViewActions, 'refresh'>,
): Promise<void> {
  const { ui } = services;
  const engine = await services.engine();
  const facts = await ui.progress('Measuring what takes up the disk', (_report, signal) => readFacts(engine, signal));
  const items = partItems(facts);
  if (items.length === 0) {
    void ui.info('There is nothing to prune.');
    return;
  }
  const parts = await ui.pickMany(items, {
    title: 'Prune',
    placeholder: 'What is ticked is what "docker system prune" removes; all of it is named before it goes',
  });
  if (!parts || parts.length === 0) return;
  const plan = planPrune(facts, parts);
  const agreed = await ui.confirm({
    message: `Remove ${describe(plan)}?`,
    detail: `${details(plan)}\n\n${comesBack(plan)}${plan.volumes.length > 0 ? ' What is in the volumes is lost.' : ''}`,
    action: 'Remove',
  });
  if (!agreed) return;
  const done = await ui.progress('Pruning', (report, signal) =>
    carryOut(engine, facts.usage, plan, parts, { report: (doing) => report(doing), signal }),
  );
  for (const failure of done.failures) services.log.warn(failure);
  const said = `Removed ${listOf(done.removed, 5) || 'nothing'}, ${formatBytes(done.bytes)} reclaimed.`;
  void (done.failures.length === 0
    ? ui.info(said)
    : ui.warn(`${said} ${listOf(done.failures, 3).replace(/\.$/, '')}.`));
  void views.refresh('layerwright.diskUsage');
}

async function readFacts(engine: Engine, signal: AbortSignal): Promise<PruneFacts> {
  const [usage, containers, networks] = await Promise.all([
    engine.diskUsage({ signal }),
    engine.containers.list({ signal }),
    engine.networks.list({ signal }),
  ]);
  return { usage, containers, networks };
}

/** Parts that hold something; sizes as they are when the stopped containers go, too. */
function partItems(facts: PruneFacts): readonly PickItem<PrunePart>[] {
  const part = (value: PrunePart, label: string, detail: string, picked: boolean) => {
    const plan = planPrune(facts, ['containers', value]);
    const { containers, networks, images, volumes, buildCache } = plan;
    const chosen = value === 'containers' ? containers : [...networks, ...images, ...volumes, ...buildCache];
    if (chosen.length === 0) return [];
    const own = value === 'containers' ? 0 : sumBytes(containers);
    const bytes = plan.bytes.most - own;
    const upTo = plan.bytes.least < plan.bytes.most ? 'up to ' : '';
    const size = value === 'networks' ? '' : `, ${upTo}${formatBytes(bytes)}`;
    return [{ label, detail, picked, description: `${chosen.length.toLocaleString('en-US')}${size}`, value }];
  };
  return [
    ...part('containers', 'Stopped containers', 'With what they wrote to their own file systems.', true),
    ...part('networks', 'Networks without containers', 'Neither running nor stopped ones use them.', true),
    ...part('danglingImages', 'Dangling images', 'Images without a name that no container uses.', true),
    ...part('buildCache', 'Build cache nothing else needs', 'The steps of images that are here stay.', true),
    ...part(
      'unusedImages',
      'All unused images',
      'Also those with names: they have to be pulled or built again.',
      false,
    ),
    ...part('allBuildCache', 'All build cache', 'The next build of everything starts from nothing.', false),
    ...part('anonymousVolumes', 'Anonymous volumes', 'Volumes nobody named that no container uses.', false),
    ...part('namedVolumes', 'Named volumes', 'That no container uses. What is in them cannot be made again.', false),
  ];
}

function describe({ containers, networks, images, volumes, buildCache }: PrunePlan): string {
  const parts = [
    containers.length > 0 ? plural(containers.length, 'container') : undefined,
    networks.length > 0 ? plural(networks.length, 'network') : undefined,
    images.length > 0 ? plural(images.length, 'image') : undefined,
    volumes.length > 0 ? plural(volumes.length, 'volume') : undefined,
    buildCache.length > 0 ? countRecords(buildCache.length) : undefined,
  ].filter((part) => part !== undefined);
  return listOf(parts, 5) || 'nothing';
}

function details({ containers, networks, images, volumes, buildCache }: PrunePlan): string {
  const section = (title: string, lines: readonly string[], text = nameLines(lines, 6)) =>
    lines.length === 0 ? [] : [`${title}:\n${text}`];
  const cache = buildCache.map(({ id }) => id);
  return [
    ...section(
      'Containers',
      containers.map(({ name, state, bytes }) => `${name}, ${state} (${formatBytes(bytes)})`),
    ),
    ...section(
      'Networks',
      networks.map(({ name }) => name),
    ),
    ...section(
      'Images',
      images.map((image) => `${nameOfImage(image)} (${formatBytes(image.bytes)})`),
    ),
    ...section(
      'Volumes',
      volumes.map((volume) => `${volumeLabel(volume)} (${formatBytes(volume.bytes ?? 0)})`),
    ),
    ...section('Build cache', cache, recordLines(buildCache, 4)),
  ].join('\n\n');
}

function comesBack({ bytes: { least, most } }: PrunePlan): string {
  if (least === most) return `${formatBytes(most)} comes back.`;
  return `Between ${formatBytes(least)} and ${formatBytes(most)} comes back: images share layers.`;
}

interface Done {
  /** `2 containers` */
  readonly removed: readonly string[];
  readonly bytes: number;
  readonly failures: readonly string[];
}

/** One after the other, as docker does. What fails is told and does not keep the rest. */
async function carryOut(
  engine: Engine,
  { layersBytes }: DiskUsage,
  plan: PrunePlan,
  parts: readonly PrunePart[],
  { report, signal }: { readonly report: (doing: string) => void; readonly signal: AbortSignal },
): Promise<Done> {
  const removed: string[] = [];
  const failures: string[] = [];
  let bytes = 0;
  async function each<T>(
    noun: string,
    items: readonly T[],
    name: (item: T) => string,
    size: (item: T) => number,
    remove: (item: T) => Promise<unknown>,
  ): Promise<void> {
    if (items.length === 0) return;
    report(plural(items.length, noun));
    const outcome = await attemptAll(items, 4, async (item) => {
      if (signal.aborted) throw new EngineError('cancelled', 'Pruning was cancelled.');
      await remove(item);
    });
    if (outcome.done.length > 0) removed.push(plural(outcome.done.length, noun));
    bytes += outcome.done.reduce((sum, item) => sum + size(item), 0);
    failures.push(...outcome.failed.map(({ item, error }) => `${name(item)}: ${reasonOf(error)}`));
  }
  await each(
    'container',
    plan.containers,
    ({ name }) => name,
    (item) => item.bytes,
    ({ id }) => engine.containers.remove(id),
  );
  await each(
    'network',
    plan.networks,
    ({ name }) => name,
    () => 0,
    ({ id }) => engine.networks.remove(id),
  );
  await each(
    'volume',
    plan.volumes,
    volumeLabel,
    (item) => item.bytes ?? 0,
    ({ name }) => engine.volumes.remove(name),
  );
  if (plan.images.length > 0) {
    report(plural(plan.images.length, 'image'));
    const outcome = await removeImages(engine, plan.images, signal);
    if (outcome.done.length > 0) removed.push(plural(outcome.done.length, 'image'));
    failures.push(...outcome.failed.map(({ item, error }) => `${nameOfImage(item)}: ${reasonOf(error)}`));
    // Layers are shared, so only looking again tells what came back.
    bytes += Math.max(0, layersBytes - (await engine.diskUsage({ signal })).layersBytes);
  }
  if (plan.buildCache.length > 0) {
    report('build cache');
    try {
      const done = await engine.pruneBuildCache({ all: parts.includes('allBuildCache'), signal });
      if (done.removed.length > 0) removed.push(countRecords(done.removed.length));
      bytes += done.reclaimedBytes;
    } catch (error) {
      if (isEngineError(error, 'cancelled')) throw error;
      failures.push(`Build cache: ${reasonOf(error)}`);
    }
  }
  return { removed, bytes, failures };
}

function countRecords(count: number): string {
  return `${plural(count, 'record')} of build cache`;
}
