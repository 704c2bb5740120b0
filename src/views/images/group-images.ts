import type { ContainerSummary, ImageSummary } from '../../engine/engine';
import { compareNames } from '../format';
import type { DanglingNode, ImageNode, ImageUse, TagNode } from './nodes';

/** The roots of the view: repositories by name, then what has none. */
export function groupImages(images: Iterable<ImageSummary>, uses: ReadonlyMap<string, ImageUse>): readonly ImageNode[] {
  const repositories = new Map<string, { reference: string; image: ImageSummary }[]>();
  const dangling: ImageSummary[] = [];
  for (const image of images) {
    const references = referencesOf(image);
    if (references.length === 0) dangling.push(image);
    for (const reference of references) {
      const name = repositoryOf(reference);
      const known = repositories.get(name);
      if (known) known.push({ reference, image });
      else repositories.set(name, [{ reference, image }]);
    }
  }
  const roots: ImageNode[] = [];
  for (const [name, members] of sorted([...repositories], ([name]) => name)) {
    const grouped = members.length > 1;
    const tags = sorted(members, ({ reference }) => reference).map(
      ({ reference, image }): TagNode => ({
        kind: 'tag',
        repository: name,
        reference,
        grouped,
        image,
        use: uses.get(image.id) ?? unused,
      }),
    );
    if (grouped) roots.push({ kind: 'repository', name, tags });
    else roots.push(...tags);
  }
  if (dangling.length > 0) {
    const newestFirst = dangling.sort((a, b) => b.created - a.created || (a.id < b.id ? -1 : 1));
    const nodes = newestFirst.map(
      (image): DanglingNode => ({
        kind: 'dangling',
        image,
        use: uses.get(image.id) ?? unused,
      }),
    );
    roots.push({ kind: 'danglingGroup', images: nodes });
  }
  return roots;
}

/** Which containers use which image, by image id. */
export function usesOf(containers: Iterable<ContainerSummary>): ReadonlyMap<string, ImageUse> {
  const uses = new Map<string, { running: string[]; stopped: string[] }>();
  for (const { imageId, name, state } of containers) {
    const use = uses.get(imageId) ?? { running: [], stopped: [] };
    uses.set(imageId, use);
    (state === 'running' || state === 'paused' || state === 'restarting' ? use.running : use.stopped).push(name);
  }
  for (const { running, stopped } of uses.values()) {
    running.sort(compareNames);
    stopped.sort(compareNames);
  }
  return uses;
}

const unused: ImageUse = { running: [], stopped: [] };

/** The tags; for repositories in which the image has none, its digest there. */
function referencesOf(image: ImageSummary): readonly string[] {
  if (image.digests.length === 0) return image.tags;
  const tagged = new Set(image.tags.map(repositoryOf));
  return [...image.tags, ...image.digests.filter((digest) => !tagged.has(repositoryOf(digest)))];
}

/** `host:5000/name` of `host:5000/name:tag` and of `host:5000/name@sha256:…`. */
export function repositoryOf(reference: string): string {
  const at = reference.indexOf('@');
  if (at >= 0) return reference.slice(0, at);
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  return colon < 0 ? reference : reference.slice(0, colon);
}

function sorted<T>(items: T[], name: (item: T) => string): T[] {
  return items.sort((a, b) => compareNames(name(a), name(b)) || (name(a) < name(b) ? -1 : 1));
}
