import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { ensureBases } from '../support/bases';
import { basicAuth } from '../support/docker-config';
import { startEngine, type TestEngine } from '../support/engine';
import { fetchPage } from '../support/http';
import { freePort } from '../support/network';
import { registryUser, startRegistry } from '../support/registry';
import { socketRequest } from '../support/socket-http';
import { sampleWorkspace } from '../support/workspace';

/** What every other test of this folder relies on. */
describe('the engine of the tests', function () {
  this.timeout(60_000);
  let engine: TestEngine;

  before(async () => {
    engine = await startEngine();
    await ensureBases(engine, ['busybox', 'node']);
  });

  beforeEach(() => engine.reset());

  after(() => engine?.stop());

  it('builds and runs the beginner’s Dockerfile without a network', async () => {
    await buildBeginner();
    const port = await freePort();
    const { Id } = await engine.call<{ Id: string }>('/containers/create', {
      method: 'POST',
      body: {
        Image: 'beginner',
        HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } },
      },
    });
    await engine.call(`/containers/${Id}/start`, { method: 'POST' });
    assert.equal((await fetchPage(`http://127.0.0.1:${port}/`)).text, 'Hello from a container\n');
  });

  it('pushes to a registry with a password, and is refused without', async () => {
    const registry = await startRegistry({ password: true });
    await engine.call(`/images/alpine/tag?repo=${registry.host}/mine&tag=1`, { method: 'POST' });
    const push = async (credentials: object) => {
      const headers = { 'X-Registry-Auth': Buffer.from(JSON.stringify(credentials)).toString('base64') };
      return (
        await socketRequest(engine.socketPath, `/images/${registry.host}/mine/push?tag=1`, { method: 'POST', headers })
      ).text;
    };
    assert.match(await push({}), /no basic auth credentials/);
    assert.match(await push({ ...registryUser, serveraddress: registry.host }), /"Digest":"sha256:/);
    const headers = { Authorization: `Basic ${basicAuth(registryUser)}` };
    const { text } = await fetchPage(`${registry.url}/v2/_catalog`, { headers });
    assert.deepEqual(JSON.parse(text), { repositories: ['mine'] });
    await registry.stop();
  });

  it('is gone when it is killed, and comes back with its images and exited containers', async () => {
    const { Id } = await engine.call<{ Id: string }>('/containers/create', {
      method: 'POST',
      body: { Image: 'alpine', Cmd: ['sleep', '1000'] },
    });
    await engine.call(`/containers/${Id}/start`, { method: 'POST' });
    await engine.kill();
    // A socket whose daemon is just being torn down resets what it had accepted.
    await assert.rejects(engine.call('/containers/json'), { code: /^ECONN(REFUSED|RESET)$/ });
    await engine.restart();
    const [container] = await engine.call<readonly { State: string }[]>('/containers/json?all=1');
    assert.equal(container?.State, 'exited');
    await engine.call('/images/alpine/json');
  });

  it('is emptied by a reset but for the base images', async () => {
    await engine.call('/images/alpine/tag?repo=other&tag=1', { method: 'POST' });
    await engine.call('/images/node:latest', { method: 'DELETE' });
    await engine.call('/volumes/create', { method: 'POST', body: { Name: 'mine' } });
    await engine.reset();
    assert.equal((await socketRequest(engine.socketPath, '/images/other:1/json')).status, 404);
    assert.equal((await socketRequest(engine.socketPath, '/volumes/mine')).status, 404);
    await engine.call('/images/node/json');
  });

  async function buildBeginner(): Promise<void> {
    const body = pack();
    for (const name of ['Dockerfile', 'package.json', 'server.js']) {
      body.entry({ name }, readFileSync(join(sampleWorkspace, 'beginner', name)));
    }
    body.finalize();
    const { text } = await socketRequest(engine.socketPath, '/build?t=beginner', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/x-tar' },
    });
    assert.match(text, /Successfully tagged beginner:latest/);
  }
});
