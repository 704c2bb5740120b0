import { deepEqual, equal, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../../src/engine/errors';
import { Emitter } from '../../../src/shared/emitter';
import type { ContainerNode } from '../../../src/views/containers/nodes';
import { createEngineViews, type EngineViews } from '../../../src/views/engine-views';
import type { ImageNode } from '../../../src/views/images/nodes';
import { container, type FakeEngine, fakeEngine, fastClock, image, until } from './fake-engine';

describe('the views of an engine', () => {
  let fake: FakeEngine;
  let views: EngineViews;
  let resets: Emitter<void>;
  let logged: string[];
  /** Names of the rows that were said to differ; `roots` for all. */
  let changes: string[][];
  let connects: number;

  beforeEach(() => {
    fake = fakeEngine();
    resets = new Emitter<void>();
    logged = [];
    changes = [];
    connects = 0;
    views = create(30);
  });
  afterEach(() => views.dispose());

  function create(graceMs: number): EngineViews {
    const log = (text: string) => logged.push(text);
    const created = createEngineViews({
      connect: async () => {
        connects += 1;
        return fake.engine;
      },
      onDidReset: resets.event,
      log: { info: log, warn: log, error: log, show: () => {} },
      timing: { graceMs, clock: fastClock },
    });
    created.views['layerwright.containers'].tree.onDidChange((nodes) =>
      changes.push(nodes ? nodes.map(labelOf) : ['roots']),
    );
    return created;
  }
  const labelOf = (node: ContainerNode) => views.views['layerwright.containers'].tree.present(node).label;
  const names = () =>
    (views.views['layerwright.containers'].tree.children(undefined) as readonly ContainerNode[]).map(labelOf);
  const settle = () => sleep(40);
  async function seen(): Promise<void> {
    views.views['layerwright.containers'].tree.children(undefined);
    await until(() => views.state.engine === 'connected' && fake.calls.includes('containers.list'));
    await settle();
    fake.calls.length = 0;
    changes.length = 0;
  }

  it('ask nothing before they are seen', async () => {
    await settle();
    await views.views['layerwright.images'].refresh();
    deepEqual([fake.calls, connects, views.state.engine], [[], 0, 'none']);
  });

  it('list once, after the events flow, and only what is looked at', async () => {
    fake.containers.set('id-web', container('web'));
    views.views['layerwright.containers'].tree.shown?.(true);
    views.views['layerwright.containers'].tree.children(undefined);
    await until(() => names().length === 1);
    deepEqual(fake.calls, ['events', 'containers.list']);
    views.views['layerwright.images'].tree.children(undefined);
    await until(() => fake.calls.includes('images.list'));
    deepEqual(fake.calls, ['events', 'containers.list', 'images.list']);
    deepEqual(
      [views.state.empty.includes('layerwright.containers'), views.state.empty.includes('layerwright.images')],
      [false, false],
    );
    await until(() => views.state.empty.includes('layerwright.images'));
  });

  it('read one container for the events about it, once for those that come together', async () => {
    fake.containers.set('id-api', container('api'));
    fake.containers.set('id-db', container('db'));
    await seen();
    fake.containers.set('id-api', container('api', { state: 'exited', exitCode: 0 }));
    for (const action of ['kill', 'die', 'stop', 'exec_die']) fake.emit('container', action, 'id-api');
    fake.emit('network', 'disconnect', 'net', { container: 'id-api' });
    await until(() => changes.length > 0);
    await settle();
    deepEqual(fake.calls, ['containers.get id-api']);
    deepEqual(changes, [['roots']], 'what stopped goes behind what runs');
    deepEqual(names(), ['db', 'api']);
  });

  it('wait for an engine that tells of an end before its lists know', async () => {
    fake.containers.set('id-web', container('web'));
    await seen();
    fake.settle = () => void fake.containers.set('id-web', container('web', { state: 'exited', exitCode: 3 }));
    fake.emit('container', 'die', 'id-web');
    await until(() => changes.length > 0);
    await settle();
    deepEqual(fake.calls, ['containers.get id-web', 'containers.inspect id-web', 'containers.get id-web']);
    fake.calls.length = 0;
    fake.containers.set('id-web', container('web', { state: 'paused' }));
    fake.settle = () => void fake.containers.set('id-web', container('web'));
    fake.emit('container', 'unpause', 'id-web');
    await until(() => changes.length > 1);
    await settle();
    deepEqual(changes, [['web'], ['web']]);
    deepEqual(fake.calls, ['containers.get id-web', 'containers.inspect id-web', 'containers.get id-web']);
  });

  it('do so also when very many end at once', async () => {
    for (let index = 0; index < 40; index++) fake.containers.set(`id-c${index}`, container(`c${index}`));
    await seen();
    const ended = container('c39', { state: 'exited', exitCode: 0 });
    fake.settle = () => void fake.containers.set('id-c39', ended);
    for (let index = 0; index < 39; index++)
      fake.containers.set(`id-c${index}`, container(`c${index}`, { state: 'exited', exitCode: 0 }));
    for (let index = 0; index < 40; index++) fake.emit('container', 'die', `id-c${index}`);
    await until(() => fake.calls.length === 3);
    deepEqual(fake.calls, ['containers.list', 'containers.inspect id-c39', 'containers.list']);
  });

  it('tell only of rows that differ', async () => {
    fake.containers.set('id-web', container('web'));
    fake.containers.set('id-db', container('db'));
    await seen();
    fake.emit('container', 'update', 'id-web');
    await until(() => fake.calls.length > 0);
    await settle();
    deepEqual(changes, []);
    fake.containers.set('id-web', container('web', { health: 'healthy' }));
    fake.emit('container', 'health_status: healthy', 'id-web');
    await until(() => changes.length > 0);
    deepEqual(changes, [['web']]);
  });

  it('take out what was removed without asking, also when it is being read', async () => {
    fake.containers.set('id-web', container('web'));
    await seen();
    fake.containers.set('id-web', container('web', { state: 'exited' }));
    let release = () => {};
    fake.hold = new Promise((resolve) => {
      release = resolve;
    });
    fake.emit('container', 'die', 'id-web');
    await until(() => fake.calls.length === 1);
    fake.emit('container', 'destroy', 'id-web');
    await settle();
    release();
    await until(() => names().length === 0);
    deepEqual(fake.calls, ['containers.get id-web']);
    deepEqual(changes, [['roots']]);
    ok(views.state.empty.includes('layerwright.containers'));
  });

  it('list again when very many differ at once', async () => {
    await seen();
    for (let index = 0; index < 200; index++) {
      fake.containers.set(`id-c${index}`, container(`c${index}`));
      fake.emit('container', 'create', `id-c${index}`);
    }
    await until(() => names().length === 200);
    deepEqual(fake.calls, ['containers.list']);
  });

  it('do not flicker when the stream comes back at once, and list again', async () => {
    fake.containers.set('id-web', container('web'));
    await seen();
    const states: string[] = [];
    views.onDidChangeState(({ engine }) => states.push(engine));
    fake.containers.set('id-new', container('new'));
    fake.drop();
    await until(() => names().length === 2);
    deepEqual(states, []);
    deepEqual(fake.calls, ['events', 'containers.list']);
  });

  it('say that the engine is gone, and fill again when it is back', async () => {
    fake.containers.set('id-web', container('web'));
    await seen();
    fake.away = new EngineError('unreachable', 'Nothing listens.');
    fake.drop();
    await until(() => views.state.engine === 'unreachable');
    deepEqual(
      [names(), views.state.error?.message, views.state.empty.includes('layerwright.containers')],
      [[], 'The connection was lost.', false],
    );
    fake.away = new EngineError('permission', 'The socket is not yours.');
    await until(() => views.state.engine === 'permission');
    fake.away = new EngineError('invalid', 'There is no Docker context "nosuch".');
    await until(() => views.state.engine === 'misconfigured');
    deepEqual(views.state.error?.message, 'There is no Docker context "nosuch".');
    fake.away = undefined;
    await until(() => names().length === 1);
    equal(views.state.engine, 'connected');
    equal(fake.calls.filter((call) => call === 'containers.list').length, 1);
  });

  it('start over with another engine', async () => {
    fake.containers.set('id-web', container('web'));
    await seen();
    fake.containers.clear();
    fake.containers.set('id-other', container('other'));
    resets.fire();
    deepEqual([views.state.engine, names()], ['connecting', []]);
    await until(() => names()[0] === 'other');
    equal(fake.listeners, 1);
  });

  it('say why listing failed, and try again', async () => {
    let failures = 0;
    const { list } = fake.engine.containers;
    (fake.engine.containers as { list: typeof list }).list = async () => {
      failures += 1;
      throw new EngineError('protocol', 'No JSON.');
    };
    views.views['layerwright.containers'].tree.children(undefined);
    await until(() => views.state.engine === 'incompatible');
    deepEqual([failures, views.state.error?.message, logged.length], [1, 'No JSON.', 1]);
  });

  it('stop with their disposal', async () => {
    await seen();
    views.dispose();
    await until(() => fake.listeners === 0);
    resets.fire();
    await settle();
    deepEqual(fake.calls, []);
  });

  it('fold an event into 2,000 containers in a moment', async () => {
    for (let index = 0; index < 2000; index++) fake.containers.set(`id-c${index}`, container(`c${index}`));
    await seen();
    const began = performance.now();
    fake.containers.set('id-c1000', container('c1000', { state: 'paused' }));
    fake.emit('container', 'pause', 'id-c1000');
    await until(() => changes.length > 0);
    deepEqual([changes, fake.calls], [[['c1000']], ['containers.get id-c1000']]);
    ok(performance.now() - began < 200);
  });

  describe('of images', () => {
    const roots = () =>
      (views.views['layerwright.images'].tree.children(undefined) as readonly ImageNode[]).map((node) => {
        const { label, description } = views.views['layerwright.images'].tree.present(node);
        return `${label} ${description?.replace(/ · \d.*ago/, '')}`;
      });
    async function seenImages(): Promise<void> {
      views.views['layerwright.images'].tree.children(undefined);
      await until(() => fake.calls.includes('images.list') && fake.calls.includes('containers.list'));
      await settle();
      fake.calls.length = 0;
    }

    it('read an image that was tagged, and the one the tag left', async () => {
      fake.images.set('sha256:a', image('a', ['app:1']));
      await seenImages();
      fake.images.set('sha256:a', image('a', []));
      fake.images.set('sha256:b', image('b', ['app:1']));
      fake.emit('image', 'tag', 'sha256:b', { name: 'app:1' });
      await until(() => roots().length === 2);
      deepEqual(roots(), ['app:1 5 MB', 'Dangling 1 image, up to 5 MB']);
      deepEqual(fake.calls, ['images.inspect sha256:b', 'images.inspect sha256:a']);
      fake.images.delete('sha256:a');
      fake.emit('image', 'delete', 'sha256:a');
      await until(() => roots().length === 1);
      equal(fake.calls.length, 2);
    });

    it('find what was pulled by its reference, and what was untagged by its id', async () => {
      await seenImages();
      fake.images.set('sha256:a', image('a', ['app:1', 'app:2']));
      fake.emit('image', 'pull', 'app:1');
      await until(() => roots()[0] === 'app 2 tags');
      fake.images.set('sha256:a', image('a', ['app:2']));
      fake.emit('image', 'untag', 'sha256:a', { name: 'sha256:a' });
      await until(() => roots()[0] === 'app:2 5 MB');
      fake.images.clear();
      fake.emit('image', 'untag', 'sha256:a');
      await until(() => views.state.empty.includes('layerwright.images'));
    });

    it('mark those in use as containers come and go', async () => {
      fake.images.set('sha256:a', image('a', ['app:1']));
      await seenImages();
      fake.containers.set('id-web', container('web', { imageId: 'sha256:a' }));
      fake.emit('container', 'start', 'id-web');
      await until(() => roots()[0] === 'app:1 5 MB · in use');
      fake.containers.set('id-web', container('web', { imageId: 'sha256:a', state: 'exited' }));
      fake.emit('container', 'die', 'id-web');
      await until(() => roots()[0] === 'app:1 5 MB · in use, stopped');
    });
  });
});
