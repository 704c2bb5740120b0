import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../src/engine/endpoints';
import type { Engine } from '../../../src/engine/engine';
import { createConnection } from '../../../src/host/connection';

describe('host/connection', () => {
  it('connects at the first call and once', async () => {
    const { connection, connected } = fake();
    assert.deepEqual(connected, []);
    const [a, b] = [await connection.engine(), await connection.engine()];
    assert.equal(a, b);
    assert.deepEqual(connected, ['/one']);
  });

  it('goes to another engine when the endpoint changed, and lets the former one go', async () => {
    const { connection, connected, disposed, point } = fake();
    await connection.engine();
    point('/two');
    assert.deepEqual((await connection.engine()).endpoint.address, { kind: 'unix', path: '/two' });
    assert.deepEqual(connected, ['/one', '/two']);
    assert.deepEqual(disposed, ['/one']);
  });

  it('tries again after a failure', async () => {
    const { connection, fail } = fake();
    fail(true);
    await assert.rejects(connection.engine(), /no certificate/);
    fail(false);
    await connection.engine();
  });

  it('goes on when what decides changed but not the decision', async () => {
    const { connection, disposed, point } = fake();
    let resets = 0;
    connection.onDidReset(() => resets++);
    await connection.engine();
    await connection.recheck();
    assert.equal(resets, 0);
    point('/two');
    await connection.recheck();
    assert.equal(resets, 1);
    assert.deepEqual(disposed, ['/one']);
  });

  it('tells who follows the engine to start over', async () => {
    const { connection, disposed } = fake();
    let resets = 0;
    connection.onDidReset(() => resets++);
    await connection.engine();
    connection.reset();
    await Promise.resolve();
    assert.equal(resets, 1);
    assert.deepEqual(disposed, ['/one']);
  });
});

function fake() {
  let path = '/one';
  let failing = false;
  const connected: string[] = [];
  const disposed: string[] = [];
  const connection = createConnection({
    resolve: async (): Promise<Endpoint> => ({
      source: 'default',
      context: undefined,
      address: { kind: 'unix', path },
    }),
    connect: async (endpoint) => {
      if (failing) throw new Error('no certificate');
      const at = endpoint.address.kind === 'unix' ? endpoint.address.path : '';
      connected.push(at);
      return { endpoint, dispose: () => disposed.push(at) } as unknown as Engine;
    },
  });
  return {
    connection,
    connected,
    disposed,
    point: (to: string) => {
      path = to;
    },
    fail: (value: boolean) => {
      failing = value;
    },
  };
}
