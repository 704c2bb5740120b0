import type { Engine, EngineEvent, ImageSummary } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { createFoldedList, type FoldedList, type FoldedListOptions } from './folded-list';

export type ImageList = FoldedList<ImageSummary> & { fold(event: EngineEvent): void };

export function createImageList(
  options: Pick<FoldedListOptions<ImageSummary>, 'onFailure' | 'settleMs' | 'mostReads'>,
): ImageList {
  const list = createFoldedList<ImageSummary>({
    ...options,
    idOf: ({ id }) => id,
    list: async (engine, signal) => (await engine.images.list({ signal })).map(summaryOf),
    read: readImage,
    alsoChanged: formerOwners,
  });
  const fold = ({ kind, action, id, attributes }: EngineEvent) => {
    // A commit without a name makes an image and says so only of the container.
    if (kind === 'container' && action === 'commit') list.changed(attributes.imageID ?? '');
    if (kind !== 'image') return;
    if (action === 'delete') list.gone(id);
    else if (action !== 'push' && action !== 'save' && action !== 'prune') list.changed(id);
  };
  return Object.assign(list, { fold });
}

/** `id` is a reference in the events of a pull. */
async function readImage(engine: Engine, id: string, signal: AbortSignal): Promise<ImageSummary | undefined> {
  try {
    return summaryOf(await engine.images.inspect(id, signal));
  } catch (error) {
    if (isEngineError(error, 'not-found')) return undefined;
    throw error;
  }
}

/** Inspecting says more than listing, and dates to the fraction of a second: both must give the same row. */
function summaryOf({ id, tags, digests, created, bytes, labels }: ImageSummary): ImageSummary {
  return {
    id,
    tags: [...tags].sort(),
    digests: [...digests].sort(),
    created: Math.floor(created),
    bytes,
    labels: Object.fromEntries(Object.entries(labels).sort()),
    containers: undefined,
  };
}

/** A tag that moves to another image takes leave of the first one without an event. */
function formerOwners(image: ImageSummary, images: ReadonlyMap<string, ImageSummary>): readonly string[] {
  if (image.tags.length === 0) return [];
  const mine = new Set(image.tags);
  return [...images.values()].filter(({ id, tags }) => id !== image.id && tags.some((tag) => mine.has(tag))).map(idOf);
}

function idOf({ id }: ImageSummary): string {
  return id;
}
