import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine, EngineEvent } from '../../src/engine/engine';
import { watchEvents } from '../../src/engine/event-stream';
import { asNobody } from '../support/as-nobody';
import { ensureBases } from '../support/bases';
import { startEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { endpointOf, run, testLabel, textOf, useEngine } from './connected';

async function until(what: () => boolean, milliseconds: number): Promise<number> {
  const began = performance.now();
  while (!what() && performance.now() - began < milliseconds) await sleep(10);
  return performance.now() - began;
}

describe('events', () => {
  const connected = useEngine();

  it('tell the life of a container and an image', async () => {
    const { engine } = connected;
    const seen: EngineEvent[] = [];
    const abort = new AbortController();
    let open = false;
    const watching = (async () => {
      for await (const event of engine.events({ signal: abort.signal, onOpen: () => (open = true) })) seen.push(event);
    })();
    await until(() => open, 5000);
    const id = await run(engine, ['true'], { name: 'lw-events' });
    await engine.containers.wait(id);
    await engine.containers.remove(id);
    await engine.images.tag('alpine:3.20', 'lw-events:1');
    await engine.images.remove('lw-events:1');
    await until(() => seen.some(({ action }) => action === 'untag'), 2000);
    abort.abort();
    await watching;
    const actions = seen.filter((event) => event.id === id).map(({ kind, action }) => `${kind} ${action}`);
    deepEqual(actions, ['container create', 'container start', 'container die', 'container destroy']);
    equal(seen.find(({ action }) => action === 'die')?.attributes.exitCode, '0');
    equal(seen[0]?.attributes.name, 'lw-events');
    ok(seen.every(({ time }) => Math.abs(time - Date.now() / 1000) < 60));
    ok(seen.some(({ kind, action }) => kind === 'image' && action === 'tag'));
  });
});

describe('an engine that dies', function () {
  this.timeout(120_000);
  let test: TestEngine;
  let engine: Engine;
  before(async function () {
    if (engineIsSkipped) return this.skip();
    test = await startEngine({ name: 'dying' });
    await ensureBases(test, ['busybox']);
    engine = await connect(endpointOf(test.socketPath));
  });
  after(async () => {
    engine?.dispose();
    await test?.stop();
  });

  it('ends everything that was under way, and is found again when it is back', async () => {
    const id = await run(engine, ['sh', '-c', 'while true; do echo x; sleep 0.1; done']);
    const never = new AbortController();
    const states: string[] = [];
    let reconnected = 0;
    const watching = watchEvents(async () => engine, {
      signal: never.signal,
      onEvent: ({ action }) => states.push(action),
      onState: ({ kind }) => states.push(kind),
      onReconnected: () => {
        reconnected += 1;
      },
    });
    await until(() => states.includes('connected'), 5000);
    const session = await engine.containers.exec(id, { command: ['cat'], tty: false });
    const pending = [
      rejects(engine.containers.wait(id), { reason: 'unreachable' }),
      rejects(textOf(engine.containers.logs(id, { follow: true, signal: never.signal })), { reason: 'unreachable' }),
    ];
    const output = textOf(session.output).then(
      () => undefined,
      () => undefined,
    );
    await sleep(300);
    await test.kill();
    const died = performance.now();
    await Promise.all([...pending, output]);
    ok(performance.now() - died < 2000, 'everything settles');
    await rejects(engine.images.list(), { reason: 'unreachable' });
    await until(() => states.at(-1) === 'unreachable', 2000);
    equal(reconnected, 0);
    await test.restart();
    const elapsed = await until(() => reconnected > 0, 5000);
    ok(elapsed < 5000, `reconnected after ${elapsed} ms`);
    ok((await engine.images.list()).length > 0);
    await engine.images.tag('alpine:3.20', 'lw-events:2');
    await until(() => states.includes('tag'), 2000);
    ok(states.includes('tag'));
    await engine.images.remove('lw-events:2');
    await sleep(200);
    equal(reconnected, 1);
    never.abort();
    await watching;
    equal(testLabel['layerwright.test'], (await engine.containers.get(id))?.labels['layerwright.test']);
  });

  it('is reported as gone when a socket is absent or of nobody', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'layerwright-gone-'));
    const absent = await connect(endpointOf(join(folder, 'd.sock')));
    await rejects(absent.info(), { reason: 'unreachable', message: /there is no socket of that name/ });
    absent.dispose();
    rmSync(folder, { recursive: true });
    await test.kill();
    await rejects(engine.info(), { reason: 'unreachable' });
    await test.restart();
    equal((await engine.info()).os, 'linux');
  });

  it('says that this user may not use it', () =>
    asNobody(() => rejects(engine.info(), { reason: 'permission', hint: /group "docker"/ })));
});
