import type { Engine } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { listOf } from '../../shared/quantity';
import { attemptAll, type Outcome, reasonOf, reportAll } from '../batch';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { countImages, describeRemovals, planRemoval, type Removal } from './image-removal';
import { pickImages } from './pick-image';

type RemoveServices = Pick<Services, 'engine' | 'ui' | 'log'>;

/** Names what goes and who uses it. Forces only as a second choice, and only what the engine lets one force. */
export async function removeImage(services: RemoveServices, args: readonly unknown[]): Promise<void> {
  const given = imageTargets(args);
  const targets = given.length > 0 ? given : await pickImages(services, { title: 'Remove images' });
  if (targets.length === 0) return;
  const engine = await services.engine();
  const [images, containers] = await Promise.all([engine.images.list(), engine.containers.list()]);
  const removals = planRemoval(targets, images, containers);
  const [only] = removals;
  if (!only) throw new EngineError('not-found', `${listOf(targets.map(({ name }) => name))}: no such image.`);
  const agreed = await services.ui.confirm({
    message: question(removals),
    detail: nameLines(describeRemovals(removals)),
    action: removals.every(({ deletes }) => !deletes) ? 'Untag' : 'Remove',
  });
  if (!agreed) return;
  const first = await removeAll(services, engine, removals, false);
  report(services, await offerForce(services, engine, first));
}

function question(removals: readonly Removal[]): string {
  const [only] = removals;
  if (only && removals.length === 1) return `Remove ${only.name}?`;
  const images = countImages(removals);
  const tags = images === removals.length ? '' : ` with ${removals.length} tags`;
  if (removals.every(({ deletes }) => !deletes)) return `Remove ${plural(removals.length, 'tag')}?`;
  return `Remove ${plural(images, 'image')}${tags}?`;
}

async function removeAll(
  { ui }: RemoveServices,
  engine: Engine,
  removals: readonly Removal[],
  force: boolean,
): Promise<Outcome<Removal>> {
  return ui.progress(`Removing ${listOf(removals.map(({ name }) => name))}`, (_report, signal) =>
    // One after the other: whether a tag is the last of its image depends on those before it.
    attemptAll(removals, 1, async ({ ref }) => {
      if (signal.aborted) throw new EngineError('cancelled', 'The removal was cancelled.');
      await engine.images.remove(ref, { force });
    }),
  );
}

/** What the engine refused but would do if forced is offered once more; anything else is left as it is. */
async function offerForce(
  services: RemoveServices,
  engine: Engine,
  first: Outcome<Removal>,
): Promise<Outcome<Removal>> {
  const forcible = first.failed.filter(canForce);
  if (forcible.length === 0) return first;
  const force = 'Force remove';
  const it = forcible.length === 1 ? 'it' : 'them';
  const chosen = await services.ui.choose({
    message:
      forcible.length === 1
        ? `${forcible[0]?.item.name} was not removed.`
        : `${plural(forcible.length, 'image')} were not removed.`,
    detail: `${nameLines(forcible.map(({ item, error }) => `${item.name}: ${whyRefused(item, error)}`))}\n\nForce remove deletes ${it} all the same; stopped containers made from ${it} stay, without an image to look at.`,
    actions: [force],
  });
  if (chosen !== force) return { done: first.done, failed: first.failed.filter((failure) => !canForce(failure)) };
  const items = forcible.map(({ item }) => item);
  const second = await removeAll(services, engine, items, true);
  return {
    done: [...first.done, ...second.done],
    failed: [...first.failed.filter(({ item }) => !items.includes(item)), ...second.failed],
  };
}

/**
 * Only the engine's own words tell; they are kept as the cause. Of an image that a running container uses, force takes no
 * more than the name, which helps nobody.
 */
function canForce({ item, error }: Outcome<Removal>['failed'][number]): boolean {
  if (item.running.length > 0 || !isEngineError(error, 'conflict')) return false;
  const words = error.cause instanceof Error ? error.cause.message : error.message;
  return /\bforce/i.test(words) && !/cannot be forced/i.test(words);
}

function whyRefused({ stopped }: Removal, error: unknown): string {
  return stopped.length > 0 ? `used by the stopped ${listOf(stopped)}.` : reasonOf(error);
}

function report(services: RemoveServices, outcome: Outcome<Removal>): void {
  const untagged = outcome.done.filter(({ deletes }) => !deletes);
  const onlyUntagged = untagged.length === outcome.done.length;
  reportAll(services, outcome, onlyUntagged && outcome.done.length > 0 ? 'Untagged' : 'Removed', 'images');
}
