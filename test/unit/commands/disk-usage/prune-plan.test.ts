import { deepEqual } from 'node:assert/strict';
import { type PruneFacts, type PrunePart, planPrune } from '../../../../src/commands/disk-usage/prune-plan';
import type {
  BuildCacheRecord,
  ContainerUsage,
  DiskUsage,
  ImageUsage,
  VolumeUsage,
} from '../../../../src/engine/disk-usage';
import type { NetworkSummary } from '../../../../src/engine/networks';
import { container } from '../../views/fake-engine';

const image = (id: string, more: Partial<ImageUsage> = {}): ImageUsage => ({
  id,
  tags: [`${id}:1`],
  digests: [],
  bytes: 100,
  sharedBytes: 60,
  containers: 0,
  ...more,
});
const volume = (name: string, users: number, more: Partial<VolumeUsage> = {}): VolumeUsage => ({
  name,
  anonymous: false,
  driver: 'local',
  mountpoint: '',
  created: 0,
  labels: {},
  options: {},
  bytes: 7,
  users,
  ...more,
});
const record = (id: string, more: Partial<BuildCacheRecord> = {}): BuildCacheRecord => ({
  id,
  type: 'regular',
  description: '',
  bytes: 3,
  inUse: false,
  shared: false,
  created: 0,
  lastUsed: 0,
  uses: 1,
  ...more,
});
const network = (name: string, predefined = false) => ({ name, predefined }) as NetworkSummary;

const containers = [
  container('runs', { imageId: 'base', networks: ['front'], volumes: ['data'] }),
  container('ended', { imageId: 'old', state: 'exited', networks: ['back'], volumes: ['cache'] }),
];
const usage: DiskUsage = {
  layersBytes: 230,
  images: [image('base'), image('old'), image('none', { tags: [], sharedBytes: 0, bytes: 30 })],
  containers: containers.map(
    ({ id, name, image: from, imageId, state }): ContainerUsage => ({
      id,
      name,
      image: from,
      imageId,
      state,
      bytes: 11,
    }),
  ),
  volumes: [
    volume('data', 1),
    volume('cache', 1),
    volume('free', 0),
    volume('ab', 0, { anonymous: true }),
    volume('nfs', 0, { driver: 'nfs' }),
  ],
  buildCache: [
    record('a'),
    record('busy', { inUse: true }),
    record('layer', { shared: true }),
    record('own', { type: 'frontend' }),
  ],
};
const facts: PruneFacts = {
  usage,
  containers,
  networks: [network('bridge', true), network('front'), network('back'), network('idle')],
};
const plan = (...parts: PrunePart[]) => {
  const { bytes, ...lists } = planPrune(facts, parts);
  const names = Object.values(lists)
    .flat()
    .map((item) => ('name' in item ? item.name : item.id));
  return { names, ...bytes };
};

describe('the plan of a prune', () => {
  it('takes nothing that was not asked for', () => deepEqual(plan(), { names: [], least: 0, most: 0 }));

  it('leaves what stopped containers use, unless they go, too', () => {
    deepEqual(plan('networks', 'namedVolumes', 'unusedImages').names, ['idle', 'none', 'free']);
    deepEqual(plan('containers', 'networks', 'namedVolumes', 'unusedImages').names, [
      'ended',
      'back',
      'idle',
      'old',
      'none',
      'cache',
      'free',
    ]);
  });

  it('tells what comes back at least and at most', () => {
    // The image without a name shares nothing; of the other, 60 are shared with one that stays.
    deepEqual(plan('danglingImages'), { names: ['none'], least: 30, most: 30 });
    deepEqual(plan('containers', 'unusedImages'), { names: ['ended', 'old', 'none'], least: 81, most: 141 });
    deepEqual(plan('anonymousVolumes'), { names: ['ab'], least: 7, most: 7 });
  });

  it('counts build cache that is an image layer, but not as freed', () => {
    deepEqual(plan('buildCache'), { names: ['a'], least: 3, most: 3 });
    deepEqual(plan('allBuildCache'), { names: ['a', 'layer', 'own'], least: 6, most: 6 });
  });
});
