import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { repositoryOf } from '../../../../src/views/images/arrange-images';
import {
  type ImageNode,
  layerNodes,
  members,
  nodeId,
  nodeTooltip,
  presentNode,
  type TagNode,
} from '../../../../src/views/images/nodes';
import { imageRoots } from '../arranged';
import { container, image } from '../fake-engine';

const now = new Date(2026, 10, 20, 12).getTime();
const daysAgo = (days: number) => Math.floor(new Date(2026, 10, 20 - days, 10, 42).getTime() / 1000);

describe('rows of images', () => {
  function draw(nodes: readonly ImageNode[], indent = ''): string[] {
    return nodes.flatMap((node) => {
      const { label, description, icon } = presentNode(node, now);
      return [`${indent}${label} (${description}) ${icon?.id}`, ...draw(members(node), `${indent}  `)];
    });
  }

  it('group tags by repository, in the order of people, and put what has no name last', () => {
    const images = [
      image('c', [], { bytes: 1_234, created: daysAgo(400) }),
      image('b', ['registry:5000/team/app:1.10', 'registry:5000/team/app:1.9'], { created: daysAgo(3), bytes: 187e6 }),
      image('a', ['alpine:3.20'], { created: 0 }),
      image('d', [], { digests: [`node@sha256:${'9'.repeat(64)}`], created: daysAgo(0), bytes: 1.2e9 }),
    ];
    const uses = [
      container('web', { imageId: 'sha256:b' }),
      container('job', { imageId: 'sha256:a', state: 'exited' }),
    ];
    deepEqual(draw(imageRoots(images, uses)), [
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
    const [node] = imageRoots([
      image('a', ['registry.example:5000/team/app:1.0'], { bytes: 1e6, created: daysAgo(3) }),
    ]);
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
    const one = imageRoots([image('a', ['app:1'])]);
    const two = imageRoots([image('a', ['app:1', 'app:2'])]);
    deepEqual(one.map(nodeId), ['tag:app:1']);
    deepEqual([...two, ...two.flatMap(members)].map(nodeId), ['repository:app', 'tag:app:1', 'tag:app:2']);
    deepEqual(
      [...one, ...two.flatMap(members)].map((node) => presentNode(node).contextValue),
      ['image', 'imageTag', 'imageTag'],
    );
  });

  it('show an image of two repositories in both, and its digest only where it has no tag', () => {
    const digests = [`app@sha256:${'1'.repeat(64)}`, `mirror/app@sha256:${'1'.repeat(64)}`];
    const nodes = imageRoots([image('a', ['app:1'], { digests })]);
    deepEqual(
      draw(nodes).map((row) => row.replace(/ .*/, '')),
      ['app:1', 'mirror/app@111111111111'],
    );
  });

  it('explain themselves in a table, with names as they are', () => {
    const [node] = imageRoots(
      [image('abcdefabcdef0123', ['a_b*c|d:1', 'x:2'], { labels: { a: '1' } })],
      [container('web<1>', { imageId: 'sha256:abcdefabcdef0123' })],
    );
    const text = (node && nodeTooltip(node)) ?? '';
    match(text, /^\*\*a\\_b\\\*c&#124;d:1\*\*\n\n\| {3}\| {3}\|\n\|:--\|:--\|\n\| Id \| abcdefabcdef \|/);
    match(text, /\| Used by \| web\\<1\\> \\\(running\\\) \|/);
    match(text, /\| Labels \| 1 \|$/);
    ok(!text.includes('undefined'));
  });

  it('can be heard', () => {
    const [node] = imageRoots([image('a', ['app:1'], { created: daysAgo(1) })]);
    equal(node && presentNode(node, now).accessibilityLabel, 'app:1, 5 MB, yesterday');
  });

  const several = [
    image('a', ['registry:5000/team/app:1', 'registry:5000/team/app:2'], { bytes: 3e6, created: daysAgo(5) }),
    image('b', ['alpine:1'], { bytes: 8e6, created: daysAgo(9) }),
    image('c', [], { bytes: 5e6, created: daysAgo(7) }),
    image('d', [], { digests: [`node@sha256:${'9'.repeat(64)}`], bytes: 1e6, created: daysAgo(1) }),
  ];

  it('group by tag, by registry, or not at all', () => {
    const short = (rows: readonly string[]) =>
      rows.map((row) => row.replace(/ · [^·]* days ago|\) .*| · yesterday/g, ''));
    deepEqual(short(draw(imageRoots(several, [], { group: 'tag' }))), [
      '1 (2 images',
      '  alpine (8 MB',
      '  team/app (registry:5000 · 3 MB',
      '2 (1 image',
      '  team/app (registry:5000 · 3 MB',
      'no tag (1 image',
      '  node@999999999999 (1 MB',
      'Dangling (1 image, up to 5 MB',
      '  c (5 MB',
    ]);
    deepEqual(short(draw(imageRoots(several, [], { group: 'registry' }))), [
      'docker.io (2 images',
      '  alpine:1 (8 MB',
      '  node@999999999999 (1 MB',
      'registry:5000 (2 images',
      '  team/app:1 (3 MB',
      '  team/app:2 (3 MB',
      'Dangling (1 image, up to 5 MB',
      '  c (5 MB',
    ]);
    deepEqual(short(draw(imageRoots(several, [], { group: 'none' }))), [
      'alpine:1 (8 MB',
      'node@999999999999 (1 MB',
      'team/app:1 (registry:5000 · 3 MB',
      'team/app:2 (registry:5000 · 3 MB',
      'c (5 MB',
    ]);
  });

  it('sort by age and by size, groups by their first', () => {
    const labels = (choice: Parameters<typeof imageRoots>[2]) =>
      imageRoots(several, [], choice).map((node) => presentNode(node, now).label);
    deepEqual(labels({ sort: 'age' }), ['node@999999999999', 'team/app', 'alpine:1', 'Dangling']);
    deepEqual(labels({ sort: 'size' }), ['alpine:1', 'team/app', 'node@999999999999', 'Dangling']);
    deepEqual(labels({ sort: 'size', group: 'none' }), [
      'alpine:1',
      'c',
      'team/app:1',
      'team/app:2',
      'node@999999999999',
    ]);
  });

  it('can be filtered by words of the reference or the id', () => {
    const labels = (filter: string) => imageRoots(several, [], { filter }).map((node) => presentNode(node, now).label);
    deepEqual(labels('APP registry'), ['team/app']);
    deepEqual(labels(':2'), ['team/app:2']);
    deepEqual(labels('dangling'), ['Dangling']);
    deepEqual(labels('no such'), []);
  });

  it('show the layers of an image in the order of its Dockerfile', () => {
    const [node] = imageRoots([image('a', ['app:1'])]);
    const layer = (createdBy: string, bytes: number) => ({
      id: undefined,
      created: daysAgo(3),
      createdBy,
      bytes,
      tags: [],
      comment: '',
    });
    const nodes = layerNodes(node as TagNode, [
      layer('CMD ["node" "a.js"]', 0),
      layer('RUN |1 V=2 /bin/sh -c npm ci # buildkit', 12e6),
      layer('COPY package.json . # buildkit', 600),
      layer('/bin/sh -c apk add   curl', 3e6),
      layer('/bin/sh -c #(nop)  ENV A=1', 0),
      layer('/bin/sh -c #(nop) ADD file:3ab in / ', 5e6),
    ]);
    deepEqual(draw(nodes), [
      'ADD file:3ab in / (5 MB · 3 days ago) database',
      'ENV A=1 (0 B · 3 days ago) circle-small',
      'RUN apk add curl (3 MB · 3 days ago) database',
      'COPY package.json . (600 B · 3 days ago) database',
      'RUN npm ci (12 MB · 3 days ago) database',
      'CMD ["node" "a.js"] (0 B · 3 days ago) circle-small',
    ]);
    equal(new Set(nodes.map(nodeId)).size, nodes.length);
    match(nodeTooltip(nodes[4] as ImageNode) ?? '', /\| Instruction \| RUN npm ci \|\n\| Size \| 12 MB \|/);
    equal(nodes[4] && presentNode(nodes[4], now).accessibilityLabel, 'Layer 5, RUN npm ci, 12 MB, 3 days ago');
  });

  it('come quickly for 3,000 images', () => {
    const images = Array.from({ length: 3000 }, (_, index) => image(`i${index}`, [`repo${index % 300}:t${index}`]));
    const began = performance.now();
    const nodes = imageRoots(images);
    for (const node of nodes) for (const child of members(node)) presentNode(child);
    equal(nodes.length, 300);
    ok(performance.now() - began < 500);
  });

  it('know the repository of any reference', () => {
    const references = ['a', 'a:1', 'h:5000/a', 'h:5000/a:1', `h/a@sha256:${'0'.repeat(64)}`];
    deepEqual(references.map(repositoryOf), ['a', 'a', 'h:5000/a', 'h:5000/a', 'h/a']);
  });
});
