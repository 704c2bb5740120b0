import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { connect } from '../../src/engine/dockerode/connect';
import { Emitter } from '../../src/shared/emitter';
import { createEngineViews, type EngineViews } from '../../src/views/engine-views';
import { ensureBases } from '../support/bases';
import { startEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { build, endpointOf, run } from './connected';

describe('views of a real engine', function () {
  this.timeout(120_000);
  let test: TestEngine;
  let views: EngineViews;
  const resets = new Emitter<void>();
  const logged: string[] = [];
  const get = async () => connect(endpointOf(test.socketPath));
  before(async function () {
    if (engineIsSkipped) return this.skip();
    test = await startEngine({ name: 'views' });
    await ensureBases(test, ['busybox']);
    const log = (text: string, cause?: unknown) => logged.push(`${text}: ${cause}`);
    views = createEngineViews({
      connect: get,
      onDidReset: resets.event,
      log: { info: log, warn: log, error: log, show: () => {} },
    });
  });
  after(async () => {
    views?.dispose();
    await test?.stop();
  });

  async function rows(view: 'images' | 'containers'): Promise<string[]> {
    const model = views.views[`layerwright.${view}`].tree;
    const all: string[] = [];
    const add = async (node: never | undefined, indent: string) => {
      for (const child of await model.children(node as never)) {
        const { label, description, icon } = model.present(child as never);
        all.push(`${indent}${label} · ${description} · ${icon?.id}`);
        await add(child as never, `${indent}  `);
      }
    };
    await add(undefined, '');
    return all;
  }
  async function until(condition: () => unknown | Promise<unknown>): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await condition())) {
      if (Date.now() > end) throw new Error(`It did not come to be: ${condition}\n${logged.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('begins when it is seen, and follows what happens', async () => {
    // What takes up the disk is measured when it is looked at, so there is nothing of it.
    deepEqual(views.state, { engine: 'none', error: undefined, empty: ['layerwright.diskUsage'] });
    await rows('images');
    await until(() => views.state.engine === 'connected' && views.state.empty.includes('layerwright.containers'));
    await until(async () => (await rows('images')).length > 0);
    const [first = ''] = (await rows('images')).filter((row) => row.startsWith('alpine'));
    match(first, /^alpine · 3 tags · library$/);

    const engine = await get();
    const id = await run(engine, ['sleep', '600'], { name: 'lw-view', ports: ['127.0.0.1:18932:80'] });
    await until(
      async () => (await rows('containers'))[0] === 'lw-view · 127.0.0.1:18932→80 · alpine:3.20 · vm-running',
    );
    await until(async () =>
      (await rows('images')).some((row) => /^ {2}3\.20 · .* · in use · layers-active$/.test(row)),
    );
    await engine.containers.pause(id);
    await until(async () => / · paused · .*debug-pause$/.test((await rows('containers'))[0] ?? ''));
    await engine.containers.unpause(id);
    await engine.containers.stop(id, { seconds: 0 });
    await until(async () => / · exited \(137\) · .*error$/.test((await rows('containers'))[0] ?? ''));
    await engine.containers.remove(id);
    await until(() => views.state.empty.includes('layerwright.containers'));

    await build(engine, 'FROM alpine:3.20\nRUN echo one > /f\n', { tags: ['lw-view:1'] });
    await until(async () => (await rows('images')).some((row) => /^lw-view:1 · /.test(row)));
    await build(engine, 'FROM alpine:3.20\nRUN echo two > /f\n', { tags: ['lw-view:1'] });
    await until(async () => (await rows('images')).some((row) => /^Dangling · 1 image, /.test(row)));
    await engine.images.prune({ all: false });
    await until(async () => !(await rows('images')).some((row) => row.startsWith('Dangling')));
    await engine.images.remove('lw-view:1');
    await until(async () => !(await rows('images')).some((row) => row.startsWith('lw-view')));
    const kept = await rows('images');
    await views.views['layerwright.images'].refresh();
    deepEqual(await rows('images'), kept);
    engine.dispose();
  });

  it('says that the engine is gone, and is there again with it', async () => {
    const engine = await get();
    await run(engine, ['sleep', '600'], { name: 'lw-survivor' });
    await until(async () => (await rows('containers')).length === 1);
    engine.dispose();
    await test.kill();
    await until(() => views.state.engine === 'unreachable');
    ok(views.state.error?.message);
    deepEqual([await rows('images'), await rows('containers')], [[], []]);
    equal(views.state.empty.includes('layerwright.images'), false);
    await test.restart();
    await until(() => views.state.engine === 'connected');
    await until(async () => (await rows('containers')).length === 1 && (await rows('images')).length > 0);
    match((await rows('containers'))[0] ?? '', /^lw-survivor · exited \(/);
    resets.fire();
    equal(views.state.engine, 'connecting');
    await until(async () => (await rows('containers')).length === 1);
    deepEqual(logged, []);
  });
});
