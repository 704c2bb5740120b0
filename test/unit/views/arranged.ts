import type { ContainerSummary, ImageSummary } from '../../../src/engine/engine';
import { arrangeRows } from '../../../src/views/arranged/arranged-rows';
import { arrangeContainers, type ContainerChoice } from '../../../src/views/containers/arrange-containers';
import type { ContainerNode } from '../../../src/views/containers/nodes';
import { arrangeImages, type ImageChoice } from '../../../src/views/images/arrange-images';
import { createImageUses } from '../../../src/views/images/image-uses';
import type { ImageNode } from '../../../src/views/images/nodes';

/** The roots of the Images view. */
export function imageRoots(
  images: readonly ImageSummary[],
  containers: readonly ContainerSummary[] = [],
  choice: Partial<ImageChoice> = {},
): readonly ImageNode[] {
  const uses = createImageUses();
  uses.update(
    containers.map(({ id }) => id),
    new Map(containers.map((container) => [container.id, container])),
  );
  const arrangement = arrangeImages({ group: 'repository', sort: 'name', filter: '', ...choice });
  return arrangeRows(
    arrangement,
    images.map((image) => [image.id, arrangement.place(image, uses.of(image.id))] as const),
  ).roots;
}

/** The roots of the Containers view. */
export function containerRoots(
  containers: readonly ContainerSummary[],
  choice: Partial<ContainerChoice> = {},
): readonly ContainerNode[] {
  const arrangement = arrangeContainers({ group: 'project', sort: 'state', filter: '', ...choice });
  return arrangeRows(
    arrangement,
    containers.map((container) => [container.id, arrangement.place(container)] as const),
  ).roots;
}
