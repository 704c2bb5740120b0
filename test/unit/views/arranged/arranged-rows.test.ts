import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { ContainerSummary, ImageSummary } from '../../../../src/engine/engine';
import { arrangeRows } from '../../../../src/views/arranged/arranged-rows';
import { arrangeContainers, type ContainerChoice } from '../../../../src/views/containers/arrange-containers';
import { arrangeImages, type ImageChoice } from '../../../../src/views/images/arrange-images';
import { containerRoots, imageRoots } from '../arranged';
import { container, image } from '../fake-engine';

const unused = { running: [], stopped: [] };

describe('rows that are kept', () => {
  it('are the same as rows made anew, whatever images come, change and go', () => {
    const reference = fc.constantFrom(
      'a:1',
      'a:2',
      'a:10',
      'b:1',
      'r.io/a:1',
      'r.io/c:1',
      `b@sha256:${'1'.repeat(64)}`,
    );
    const anImage = fc
      .record({
        id: fc.constantFrom('1', '2', '3', '4'),
        refs: fc.uniqueArray(reference),
        size: fc.nat(3),
        age: fc.nat(3),
      })
      .map(({ id, refs, size, age }) => {
        const tags = refs.filter((ref) => !ref.includes('@'));
        const digests = refs.filter((ref) => ref.includes('@'));
        return image(id, tags, { digests, bytes: size, created: age });
      });
    const choice: fc.Arbitrary<ImageChoice> = fc.record({
      group: fc.constantFrom('repository', 'tag', 'registry', 'none'),
      sort: fc.constantFrom('name', 'age', 'size'),
      filter: fc.constantFrom('', 'a', 'io 1'),
    });
    fc.assert(
      fc.property(choice, fc.array(fc.tuple(fc.boolean(), anImage), { maxLength: 30 }), (chosen, steps) => {
        const arrangement = arrangeImages(chosen);
        const rows = arrangeRows(arrangement, []);
        const images = new Map<string, ImageSummary>();
        for (const [goes, next] of steps) {
          if (goes) images.delete(next.id);
          else images.set(next.id, withoutTaken(next, images));
          const now = images.get(next.id);
          const before = rows.roots.map(arrangement.rootId);
          rows.put(next.id, now ? arrangement.place(now, unused) : []);
          const renewed = rows.settle();
          deepEqual(rows.roots, imageRoots([...images.values()], [], chosen));
          equal(renewed === undefined, before.join() !== rows.roots.map(arrangement.rootId).join());
        }
      }),
    );
  });

  it('are so for containers, also when several change at once', () => {
    const aContainer = fc
      .record({
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        state: fc.constantFrom<ContainerSummary['state']>('running', 'exited', 'paused'),
        networks: fc.subarray(['n', 'm']),
        project: fc.constantFrom('', 'shop', 'blog'),
      })
      .map(({ name, state, networks, project }) =>
        container(name, { state, networks, labels: { 'com.docker.compose.project': project } }),
      );
    const choice: fc.Arbitrary<ContainerChoice> = fc.record({
      group: fc.constantFrom('project', 'network', 'image', 'state', 'none'),
      sort: fc.constantFrom('state', 'name', 'age'),
      filter: fc.constantFrom('', 'shop'),
    });
    fc.assert(
      fc.property(choice, fc.array(fc.array(aContainer, { maxLength: 3 }), { maxLength: 12 }), (chosen, steps) => {
        const arrangement = arrangeContainers(chosen);
        const rows = arrangeRows(arrangement, []);
        const containers = new Map<string, ContainerSummary>();
        for (const step of steps) {
          for (const next of step) {
            containers.set(next.id, next);
            rows.put(next.id, arrangement.place(next));
          }
          rows.settle();
          deepEqual(rows.roots, containerRoots([...containers.values()], chosen));
        }
      }),
    );
  });

  it('leave alone what does not differ', () => {
    const project = (name: string) => ({ labels: { 'com.docker.compose.project': name } });
    const arrangement = arrangeContainers({ group: 'project', sort: 'state', filter: '' });
    const all = [container('a', project('shop')), container('b', project('shop')), container('c', project('blog'))];
    const rows = arrangeRows(
      arrangement,
      all.map((item) => [item.id, arrangement.place(item)] as const),
    );
    const [blog, shop] = rows.roots;
    rows.put('id-b', arrangement.place(container('b', { ...project('shop'), health: 'healthy' })));
    deepEqual(rows.settle()?.map(arrangement.rootId), ['project:shop']);
    equal(rows.roots[0], blog);
    const now = rows.roots[1];
    if (shop?.kind !== 'group' || now?.kind !== 'group') throw new Error('There is no group.');
    equal(now.containers[0], shop.containers[0]);
    equal(shop.containers[1]?.container.health, undefined, 'rows that were given away stay as they were');
    equal(now.containers[1]?.container.health, 'healthy');
  });
});

/** An engine's references name one image each. */
function withoutTaken(next: ImageSummary, images: ReadonlyMap<string, ImageSummary>): ImageSummary {
  const taken = new Set(
    [...images.values()].filter(({ id }) => id !== next.id).flatMap(({ tags, digests }) => [...tags, ...digests]),
  );
  return {
    ...next,
    tags: next.tags.filter((tag) => !taken.has(tag)),
    digests: next.digests.filter((digest) => !taken.has(digest)),
  };
}
