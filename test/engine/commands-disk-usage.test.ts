import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { pruneBuildCache } from '../../src/commands/disk-usage/prune-build-cache';
import { pruneSystem } from '../../src/commands/disk-usage/prune-system';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { Emitter } from '../../src/shared/emitter';
import { prunableCache } from '../../src/views/disk-usage/reclaimable';
import { createEngineViews } from '../../src/views/engine-views';
import { ensureBases } from '../support/bases';
import { startEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { type Answer, script } from '../unit/commands/scripted-services';
import { build, endpointOf, run } from './connected';

/** On an engine of its own: what is pruned here would be missed elsewhere. */
describe('disk usage', function () {
  this.timeout(120_000);
  let test: TestEngine;
  let engine: Engine;
  const refreshed: string[] = [];
  const views = { refresh: async (id: string) => void refreshed.push(id) };
  before(async function () {
    if (engineIsSkipped) return this.skip();
    test = await startEngine({ name: 'disk' });
    engine = await connect(endpointOf(test.socketPath));
  });
  beforeEach(async () => {
    await test.reset();
    await ensureBases(test, ['busybox']);
  });
  after(async () => {
    engine?.dispose();
    await test?.stop();
  });
  const scripted = (...answers: Answer[]) => script({ engine }, ...answers);

  it('is measured when it is looked at, and again only when somebody asks', async () => {
    let measured = 0;
    const log = { info: () => {}, warn: () => {}, error: () => {}, show: () => {} };
    const all = createEngineViews({
      connect: async () => ({
        ...(await connect(endpointOf(test.socketPath))),
        diskUsage: (options) => {
          measured += 1;
          return engine.diskUsage(options);
        },
      }),
      onDidReset: new Emitter<void>().event,
      log,
    });
    const view = all.views['layerwright.diskUsage'];
    const changed = () =>
      new Promise<void>((resolve) => {
        const { dispose } = view.onDidChange(() => {
          dispose();
          resolve();
        });
      });
    try {
      await build(engine, 'FROM alpine:3.20\nRUN head -c 3000000 /dev/urandom > /f\n', { tags: ['lw-big:1'] });
      deepEqual(await view.tree.children(undefined), []);
      while (!(await view.tree.children(undefined)).length) await changed();
      const rows = async () =>
        (await view.tree.children(undefined)).map((node) => {
          const { label, description } = view.tree.present(node);
          return `${label}: ${description}`;
        });
      const [images = '', containers, volumes, cache = ''] = await rows();
      match(images, /^Images: [\d.]+ MB · \d+ · up to [\d.]+ MB can be reclaimed$/);
      equal(containers, 'Containers: none');
      equal(volumes, 'Volumes: none');
      match(cache, /^Build cache: /);
      const [group] = await view.tree.children(undefined);
      const items = (await view.tree.children(group)).map((node) => view.tree.present(node).label);
      ok(items.includes('lw-big:1'), items.join());
      match(view.note?.description ?? '', /^[\d.]+ MB, measured \d\d:\d\d$/);
      await engine.volumes.create({ name: 'lw-more' });
      equal((await rows())[2], 'Volumes: none');
      equal(measured, 1);
      await view.refresh();
      equal((await rows())[2], 'Volumes: 0 B · 1');
      equal(measured, 2);
    } finally {
      all.dispose();
    }
  });

  it('prunes of the build cache exactly what it showed', async () => {
    const dockerfile = (text: string) => `FROM alpine:3.20\nRUN head -c 1000000 /dev/urandom > /${text}\n`;
    await build(engine, dockerfile('kept'), { tags: ['lw-kept:1'] });
    await build(engine, dockerfile('gone'), { tags: ['lw-gone:1'] });
    await engine.images.remove('lw-gone:1');
    const shown = prunableCache(await engine.diskUsage(), false);
    const person = scripted({ pick: 'What nothing else needs' }, { confirm: true });
    const before = await engine.diskUsage();
    await pruneBuildCache(person.services, views);
    const after = new Set((await engine.diskUsage()).buildCache.map(({ id }) => id));
    const gone = before.buildCache.filter(({ id }) => !after.has(id)).map(({ id }) => id);
    deepEqual(gone.sort(), shown.map(({ id }) => id).sort());
    match(
      person.said[1] ?? '',
      /^confirm: Remove \d+ records? of the build cache\? \| head -c 1000000 \/dev\/urandom > \/gone \(1 MB\)/,
    );
    match(person.said[2] ?? '', /^info: Removed \d+ records? of the build cache, 1 MB reclaimed\.$/);
    deepEqual(refreshed, ['layerwright.diskUsage']);

    const all = scripted({ pick: 'All of it' }, { confirm: true });
    await pruneBuildCache(all.services, views);
    match(all.said[1] ?? '', /1 MB more is in layers of images, which stay\./);
    deepEqual((await engine.diskUsage()).buildCache, []);
    const none = scripted();
    await pruneBuildCache(none.services, views);
    equal(none.said.at(-1), 'info: There is no build cache to prune.');
  });

  it('prunes everything that is ticked, and what only that used', async () => {
    await build(engine, 'FROM alpine:3.20\nRUN head -c 2000000 /dev/urandom > /f\n', { tags: ['lw-used:1'] });
    await engine.pruneBuildCache({ all: true });
    const ends = ['sh', '-c', 'head -c 500000 /dev/zero > /g; head -c 250000 /dev/zero > /v/h'];
    const id = await run(engine, ends, { name: 'lw-ended', image: 'lw-used:1', binds: ['lw-volume:/v'] });
    await engine.containers.wait(id);
    await run(engine, ['sleep', '600'], { name: 'lw-runs' });
    await engine.networks.create({ name: 'lw-idle' });
    await engine.volumes.create({});
    const parts = ['Stopped containers', 'Networks without containers', 'All unused images', 'Named volumes'];
    const person = scripted({ pick: parts }, { confirm: true });
    await pruneSystem(person.services, views);
    match(
      person.said[0] ?? '',
      /^pick: Prune \(Stopped containers, Networks without containers, .*All unused images, .*Anonymous volumes, Named volumes\)$/,
    );
    const question = person.said[1] ?? '';
    match(
      question,
      /^confirm: Remove 1 container, 1 network, \d+ images? and 1 volume\? \| Containers:\nlw-ended, exited \(\d+ kB\)/,
    );
    match(question, /\n\nNetworks:\nlw-idle\n\nImages:\n.*lw-used:1 \([\d.]+ MB\)/s);
    match(question, /\n\nVolumes:\nlw-volume \(25\d kB\)\n\n.* comes back.*What is in the volumes is lost\./s);
    match(
      person.said[2] ?? '',
      /^info: Removed 1 container, 1 network, 1 volume and \d+ images?, [\d.]+ MB reclaimed\.$/,
    );
    deepEqual(
      (await engine.containers.list()).map(({ name }) => name),
      ['lw-runs'],
    );
    const tags = (await engine.images.list()).flatMap((image) => image.tags);
    ok(tags.includes('alpine:3.20') && !tags.includes('lw-used:1'));
    deepEqual(
      (await engine.volumes.list()).map(({ anonymous }) => anonymous),
      [true],
    );
    deepEqual(
      (await engine.networks.list()).filter(({ predefined }) => !predefined),
      [],
    );
  });
});
