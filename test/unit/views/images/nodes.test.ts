import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { groupImages, repositoryOf, usesOf } from '../../../../src/views/images/group-images';
import { childNodes, type ImageNode, nodeId, nodeTooltip, presentNode } from '../../../../src/views/images/nodes';
import { container, image } from '../fake-engine';

const now = new Date(2026, 10, 20, 12).getTime();
const daysAgo = (days: number) => Math.floor(new Date(2026, 10, 20 - days, 10, 42).getTime() / 1000);

describe('rows of images', () => {
  function draw(nodes: readonly ImageNode[], indent = ''): string[] {
    return nodes.flatMap((node) => {
      const { label, description, icon } = presentNode(node, now);
      return [`${indent}${label} (${description}) ${icon?.id}`, ...draw(childNodes(node), `${indent}  `)];
    });
  }

  it('group tags by repository, in the order of people, and put what has no name last', () => {
    const images = [
      image('c', [], { bytes: 1_234, created: daysAgo(400) }),
      image('b', ['registry:5000/team/app:1.10', 'registry:5000/team/app:1.9'], { created: daysAgo(3), bytes: 187e6 }),
      image('a', ['alpine:3.20'], { created: 0 }),
      image('d', [], { digests: [`node@sha256:${'9'.repeat(64)}`], created: daysAgo(0), bytes: 1.2e9 }),
    ];
    const uses = usesOf([
      container('web', { imageId: 'sha256:b' }),
      container('job', { imageId: 'sha256:a', state: 'exited' }),
    ]);
    deepEqual(draw(groupImages(images, uses)), [
      'alpine:3.20 (5 MB · in use, stopped) layers-active',
      'node@999999999999 (1.2 GB · today 10:42) layers',
      'team/app (registry:5000 · 2 tags) library',
      '  1.9 (187 MB · 3 days ago · in use) layers-active',
      '  1.10 (187 MB · 3 days ago · in use) layers-active',
      'Dangling (1 image, up to 1.23 kB) archive',
      '  c (1.23 kB · 13 months ago) layers',
    ]);
  });

  it('keep the tag in sight where the registry has a long name', () => {
    const [node] = groupImages(
      [image('a', ['registry.example:5000/team/app:1.0'], { bytes: 1e6, created: daysAgo(3) })],
      new Map(),
    );
    const { label, description, accessibilityLabel } = presentNode(node as ImageNode, now);
    deepEqual(
      [label, description, accessibilityLabel],
      [
        'team/app:1.0',
        'registry.example:5000 · 1 MB · 3 days ago',
        'registry.example:5000/team/app:1.0, 1 MB, 3 days ago',
      ],
    );
  });

  it('keep their ids when a repository gets a second tag', () => {
    const one = groupImages([image('a', ['app:1'])], new Map());
    const two = groupImages([image('a', ['app:1', 'app:2'])], new Map());
    deepEqual(one.map(nodeId), ['tag:app:1']);
    deepEqual([...two, ...two.flatMap(childNodes)].map(nodeId), ['repository:app', 'tag:app:1', 'tag:app:2']);
    deepEqual(
      [...one, ...two.flatMap(childNodes)].map((node) => presentNode(node).contextValue),
      ['image', 'imageTag', 'imageTag'],
    );
  });

  it('show an image of two repositories in both, and its digest only where it has no tag', () => {
    const digests = [`app@sha256:${'1'.repeat(64)}`, `mirror/app@sha256:${'1'.repeat(64)}`];
    const nodes = groupImages([image('a', ['app:1'], { digests })], new Map());
    deepEqual(
      draw(nodes).map((row) => row.replace(/ .*/, '')),
      ['app:1', 'mirror/app@111111111111'],
    );
  });

  it('explain themselves in a table, with names as they are', () => {
    const [node] = groupImages(
      [image('abcdefabcdef0123', ['a_b*c|d:1', 'x:2'], { labels: { a: '1' } })],
      usesOf([container('web<1>', { imageId: 'sha256:abcdefabcdef0123' })]),
    );
    const text = (node && nodeTooltip(node)) ?? '';
    match(text, /^\*\*a\\_b\\\*c&#124;d:1\*\*\n\n\| {3}\| {3}\|\n\|:--\|:--\|\n\| Id \| abcdefabcdef \|/);
    match(text, /\| Used by \| web\\<1\\> \\\(running\\\) \|/);
    match(text, /\| Labels \| 1 \|$/);
    ok(!text.includes('undefined'));
  });

  it('can be heard', () => {
    const [node] = groupImages([image('a', ['app:1'], { created: daysAgo(1) })], new Map());
    equal(node && presentNode(node, now).accessibilityLabel, 'app:1, 5 MB, yesterday');
  });

  it('come quickly for 3,000 images', () => {
    const images = Array.from({ length: 3000 }, (_, index) => image(`i${index}`, [`repo${index % 300}:t${index}`]));
    const began = performance.now();
    const nodes = groupImages(images, new Map());
    for (const node of nodes) for (const child of childNodes(node)) presentNode(child);
    equal(nodes.length, 300);
    ok(performance.now() - began < 500);
  });

  it('know the repository of any reference', () => {
    const references = ['a', 'a:1', 'h:5000/a', 'h:5000/a:1', `h/a@sha256:${'0'.repeat(64)}`];
    deepEqual(references.map(repositoryOf), ['a', 'a', 'h:5000/a', 'h:5000/a', 'h/a']);
  });
});
