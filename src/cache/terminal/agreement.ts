import type { Operation } from '../../engine/build-history';
import type { ImageDetails } from '../../engine/engine';
import { parseReference } from '../../engine/references';
import type { Digest } from '../digest';
import type { PlannedStep } from '../plan';

/** Whether the builder did what the plan says: the parts that variables and base images decide about are compared. */
export function agrees({ ingredients }: PlannedStep, operation: Operation, digest: Digest): boolean {
  const is = (name: string, value: unknown) => ingredients[name] === digest([name, value]);
  switch (operation.kind) {
    case 'run': {
      const names = Object.keys(ingredients).filter((name) => name.startsWith('env:'));
      const pairs = new Map(operation.env.map(splitPair));
      return (
        is('kind', 'RUN') &&
        is('command', operation.words) &&
        // A stage on another one begins with the variables of an image, in an order of their own.
        names.length === pairs.size &&
        names.every((name) => is(name, pairs.get(name))) &&
        is('workdir', operation.workdir) &&
        is('user', operation.user)
      );
    }
    case 'copy':
      return (
        (is('kind', 'COPY') || is('kind', 'ADD')) && operation.destinations.every((path) => is('destination', path))
      );
    case 'directory':
      return is('kind', 'WORKDIR') && is('path', operation.path);
    default:
      return false;
  }
}

function splitPair(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  return [`env:${pair.slice(0, equals)}`, pair.slice(equals + 1)];
}

/**
 * Whether the image of that name was the one that the engine has now: each of that name was the same one, where the builder says
 * which, or had the same layers.
 */
export function wasImage(
  reference: string,
  { id, digests, layers }: Pick<ImageDetails, 'id' | 'digests' | 'layers'>,
  operations: Iterable<Operation>,
): boolean {
  const name = fullName(reference);
  const images = [...operations].flatMap((one) =>
    one.kind === 'image' && fullName(one.reference) === name ? [one] : [],
  );
  return (
    images.length > 0 &&
    images.every((image) => {
      const digest = /@(.+)$/.exec(image.reference)?.[1];
      const isSame = digest !== undefined && [id, ...digests].some((one) => one.endsWith(digest));
      return isSame || sameTexts(image.layers, layers);
    })
  );
}

/** With the registry and the tag that are not written; a digest that the builder has added is left out. */
export function fullName(reference: string): string {
  const parsed = parseReference(reference);
  return parsed ? `${parsed.host}/${parsed.path}:${parsed.tag ?? 'latest'}` : reference;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
