import { deepEqual } from 'node:assert/strict';
import { connect } from '../../src/engine/dockerode/connect';
import { Emitter } from '../../src/shared/emitter';
import { createEngineViews, type EngineViews } from '../../src/views/engine-views';
import { endpointOf, run, useEngine } from './connected';

describe('the views of volumes and networks', function () {
  this.timeout(60_000);
  let views: EngineViews;
  const connected = useEngine(async ({ volumes, networks }) => {
    views?.dispose();
    for (const { name } of await volumes.list({ unused: true })) await volumes.remove(name);
    for (const { id, predefined } of await networks.list()) if (!predefined) await networks.remove(id);
  });
  const logged: string[] = [];
  before(() => {
    const log = (text: string, cause?: unknown) => logged.push(`${text}: ${cause}`);
    views = createEngineViews({
      connect: () => connect(endpointOf(connected.test.socketPath)),
      onDidReset: new Emitter<void>().event,
      log: { info: log, warn: log, error: log, show: () => {} },
    });
  });

  async function rows(view: 'volumes' | 'networks'): Promise<string[]> {
    const model = views.views[`layerwright.${view}`].tree;
    const all: string[] = [];
    const add = async (node: never | undefined, indent: string) => {
      for (const child of await model.children(node as never)) {
        const { label, description } = model.present(child as never);
        all.push(`${indent}${label} · ${description}`);
        await add(child as never, `${indent}  `);
      }
    };
    await add(undefined, '');
    // Other tests have objects of their own on this engine.
    const own = view === 'volumes' ? all.filter((row) => /^lw-seen |^ {2}lw-both /.test(row)) : all;
    return own.map((row) => row.replace(/ · [\d.]+\/\d+/, ' · SUBNET'));
  }
  async function become(view: 'volumes' | 'networks', expected: readonly string[]): Promise<void> {
    const end = Date.now() + 15_000;
    while (JSON.stringify(await rows(view)) !== JSON.stringify(expected)) {
      if (Date.now() > end) deepEqual(await rows(view), expected, logged.join('\n'));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const own = ['bridge · SUBNET', 'host · ', 'none · '];

  it('follow what is created, used and removed', async () => {
    const { volumes, networks, containers } = connected.engine;
    await become('networks', own);
    await become('volumes', []);
    await volumes.create({ name: 'lw-seen' });
    await become('volumes', ['lw-seen · unused']);
    const { id: network } = await networks.create({ name: 'lw-lan', subnet: '10.96.1.0/24', internal: true });
    await become('networks', ['lw-lan · unused · SUBNET · internal', ...own]);
    const id = await run(connected.engine, ['sleep', '600'], {
      name: 'lw-both',
      binds: ['lw-seen:/d'],
      networks: ['lw-lan'],
    });
    await become('volumes', ['lw-seen · used by lw-both', '  lw-both · alpine:3.20']);
    const inside = ['lw-lan · 1 container · SUBNET · internal', '  lw-both · 10.96.1.2 · alpine:3.20'];
    await become('networks', [...inside, ...own]);
    await networks.disconnect(network, id);
    await become('networks', ['lw-lan · unused · SUBNET · internal', ...own]);
    await containers.stop(id, { seconds: 0 });
    await become('volumes', ['lw-seen · used by lw-both, stopped', '  lw-both · exited (137) · alpine:3.20']);
    await containers.remove(id);
    await become('volumes', ['lw-seen · unused']);
    await volumes.remove('lw-seen');
    await networks.remove(network);
    await become('volumes', []);
    await become('networks', own);
  });
});
