import { deepEqual, equal, rejects } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSnapshot } from '../../../src/cache/cache-snapshot';
import { createDigest } from '../../../src/cache/digest';
import type { ForecastEngine } from '../../../src/cache/forecaster';
import { ForeignImages } from '../../../src/cache/foreign-images';
import { keptBy } from '../../../src/cache/kept';
import { makePlan } from '../../../src/cache/make-plan';
import type { PlannedStep } from '../../../src/cache/plan';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import type { HistoryLayer } from '../../../src/engine/engine';
import { EngineError } from '../../../src/engine/errors';

describe('what a builder has, to whoever asks', () => {
  let folder: string;
  let made: HistoryLayer[];
  let hang: Promise<void> | undefined;
  let failure: EngineError | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-kept-'));
    made = [];
    hang = undefined;
    failure = undefined;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const refuse = (signal: AbortSignal | undefined) => {
    if (signal?.aborted) throw new EngineError('cancelled', 'The call was cancelled.');
  };
  const engine = {
    async diskUsage({ signal }: { signal?: AbortSignal }) {
      refuse(signal);
      return { buildCache: [{ id: 'one', description: 'mount / from exec /bin/sh -c make', type: 'regular' }] };
    },
    images: {
      async list({ signal }: { signal?: AbortSignal }) {
        refuse(signal);
        return [{ id: 'sha256:a', tags: ['app:1'], created: 1 }];
      },
      async history(_id: string, signal?: AbortSignal) {
        await hang;
        refuse(signal);
        if (failure) throw failure;
        return made;
      },
    },
  } as unknown as ForecastEngine;
  const place = (builder: 'buildkit' | 'legacy') => ({ builder, snapshotFile: join(folder, `${builder}.json`) });

  it('is looked at again after the build, when the one who asked for the forecast has gone', async () => {
    for (const builder of ['buildkit', 'legacy'] as const) {
      const asking = new AbortController();
      const known = { ...nothingBuilt, foreign: new ForeignImages(), signal: asking.signal };
      const kept = await keptBy(place(builder), engine, known);
      asking.abort();
      await kept.afterBuild();
      equal(loadSnapshot(place(builder).snapshotFile)?.ids.length, 1);
    }
  });

  it('is read anew for the next one when the first was cancelled in between', async () => {
    made = [{ createdBy: '/bin/sh -c make' } as HistoryLayer];
    const foreign = new ForeignImages();
    const first = new AbortController();
    let go: () => void = () => {};
    hang = new Promise((resolve) => {
      go = resolve;
    });
    const looking = keptBy(place('legacy'), engine, { ...nothingBuilt, foreign, signal: first.signal });
    first.abort();
    go();
    await rejects(looking, { reason: 'cancelled' });
    const kept = await keptBy(place('legacy'), engine, { ...nothingBuilt, foreign, signal: undefined });
    equal(kept.mayHave(stepOf('RUN make')), true);
    equal(kept.mayHave(stepOf('RUN test')), false);
  });

  it('may be anything while the engine cannot tell what an image is made of', async () => {
    failure = new EngineError('protocol', 'The engine failed: layer not known.');
    const foreign = new ForeignImages();
    const know = () => keptBy(place('legacy'), engine, { ...nothingBuilt, foreign, signal: undefined });
    equal((await know()).mayHave(stepOf('RUN test')), true);
    failure = undefined;
    equal((await know()).mayHave(stepOf('RUN test')), false);
  });

  it('asks only for images that are not listed, and of one that is gone only once', async () => {
    const asked: string[] = [];
    const images = {
      ...engine.images,
      async inspect(id: string) {
        asked.push(id);
        if (id === 'sha256:gone') throw new EngineError('not-found', 'There is no such image.');
        return {};
      },
    };
    const builds = ['sha256:a', 'sha256:below', 'sha256:gone'].map((image, time) => {
      return { version: 1 as const, time, subject: image, image, steps: [] };
    });
    const known = { builds, gone: new Set<string>(), foreign: new ForeignImages(), signal: undefined };
    const know = () => keptBy(place('legacy'), { ...engine, images } as unknown as ForecastEngine, known);
    const { book } = await know();
    deepEqual(
      builds.map(({ subject }) => book.last(subject) !== undefined),
      [true, true, false],
    );
    await know();
    deepEqual(asked, ['sha256:below', 'sha256:gone', 'sha256:below']);
  });
});

const nothingBuilt = { builds: [], gone: new Set<string>() };

function stepOf(line: string): PlannedStep {
  const plan = makePlan({
    file: parseDockerfile(`FROM scratch\n${line}\n`),
    builder: 'legacy',
    engineVersion: '20.10.24',
    target: undefined,
    buildArgs: {},
    platform: 'linux/amd64',
    enginePlatform: 'linux/amd64',
    linksLayers: false,
    digest: createDigest('test'),
    imageFacts: () => undefined,
    content: undefined,
  });
  const step = plan?.steps.find(({ instruction }) => instruction.kind === 'RUN');
  if (!step) throw new Error('There is no such step.');
  return step;
}
