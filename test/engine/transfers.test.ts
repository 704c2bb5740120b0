import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { credentialsFor } from '../../src/engine/credentials';
import type { TransferEvent } from '../../src/engine/engine';
import { thisMachine } from '../../src/engine/this-machine';
import { basicAuth, makeDockerConfig } from '../support/docker-config';
import { registryUser, startRegistry, type TestRegistry } from '../support/registry';
import { build, useEngine } from './connected';

describe('push and pull', function () {
  this.timeout(60_000);
  const connected = useEngine((engine) => engine.images.remove('lw-push:1'));
  let open: TestRegistry;
  let locked: TestRegistry;
  before(async () => {
    [open, locked] = await Promise.all([startRegistry(), startRegistry({ password: true })]);
    await build(connected.engine, 'FROM alpine:3.20\nRUN echo pushed >/x\n', { tags: ['lw-push:1'] });
    for (const { host } of [open, locked]) await connected.engine.images.tag('lw-push:1', `${host}/lw/push:1`);
  });
  after(async () => {
    await Promise.all([open?.stop(), locked?.stop()]);
  });

  const { signal } = new AbortController();
  const auth = () => ({ serverAddress: locked.host, ...registryUser });
  async function all(events: AsyncIterable<TransferEvent>): Promise<TransferEvent[]> {
    const seen: TransferEvent[] = [];
    for await (const event of events) seen.push(event);
    return seen;
  }

  it('report the progress of layers and the digest', async () => {
    const { images } = connected.engine;
    const ref = `${open.host}/lw/push:1`;
    const pushed = await all(images.push(ref, { signal }));
    ok(pushed.some(({ layer, total }) => layer !== undefined && (total ?? 0) > 0));
    const { digest } = pushed.find((event) => event.digest) ?? {};
    match(digest ?? '', /^sha256:[0-9a-f]{64}$/);
    await images.remove(ref);
    const pulled = await all(images.pull(ref, { signal }));
    equal(pulled.find((event) => event.digest)?.digest, digest);
    deepEqual((await images.inspect(ref)).digests, [`${open.host}/lw/push@${digest}`]);
    await all(images.pull(`${open.host}/lw/push@${digest}`, { signal }));
    await images.remove(ref);
  });

  it('use the right password, and say so of a wrong one or none', async () => {
    const { images } = connected.engine;
    const ref = `${locked.host}/lw/push:1`;
    await rejects(all(images.push(ref, { signal })), { reason: 'unauthorised' });
    await rejects(all(images.push(ref, { signal, auth: { ...auth(), password: 'wrong' } })), {
      reason: 'unauthorised',
    });
    ok((await all(images.push(ref, { signal, auth: auth() }))).some(({ digest }) => digest));
    await images.remove(ref);
    await rejects(all(images.pull(ref, { signal })), { reason: 'unauthorised' });
    await rejects(all(images.pull(ref, { signal, auth: { ...auth(), password: 'wrong' } })), {
      reason: 'unauthorised',
    });
    ok((await all(images.pull(ref, { signal, auth: auth() }))).length > 0);
  });

  it('find the password in the Docker config and in a helper', async () => {
    const { images } = connected.engine;
    const ref = `${locked.host}/lw/push:1`;
    const config = makeDockerConfig({ auths: { [locked.host]: { auth: basicAuth(registryUser) } } });
    const found = await credentialsFor(ref, { ...thisMachine(), env: { ...process.env, ...config.env } });
    ok(found);
    ok((await all(images.pull(ref, { signal, auth: found }))).length > 0);
    await config.remove();
  });

  for (const builder of ['buildkit', 'legacy'] as const) {
    it(`build on a private base with ${builder}, when there is a password or it was pulled`, async () => {
      const { engine } = connected;
      const ref = `${locked.host}/lw/push:1`;
      const options = { builder, tags: ['lw-push:private'], pull: true };
      const dockerfile = `FROM ${ref}\nRUN true\n`;
      await rejects(build(engine, dockerfile, options), {
        reason: 'unauthorised',
        message: `The base image ${ref} cannot be pulled: it does not exist, or needs a sign-in.`,
      });
      const wrong = { [locked.host]: { ...auth(), password: 'wrong' } };
      await rejects(build(engine, dockerfile, { ...options, auths: wrong }), { reason: 'unauthorised' });
      await build(engine, dockerfile, { ...options, auths: { [locked.host]: auth() } });
      await all(engine.images.pull(ref, { signal, auth: auth() }));
      await build(engine, dockerfile, { ...options, pull: false });
      await engine.images.remove('lw-push:private');
      await engine.images.remove(ref);
    });
  }

  it('say what does not exist', async () => {
    const { images } = connected.engine;
    await rejects(all(images.push(`${open.host}/lw/nosuch:1`, { signal })), { reason: 'not-found' });
    await rejects(all(images.pull(`${open.host}/lw/nosuch:1`, { signal })), { reason: 'not-found' });
    await rejects(all(images.pull('127.0.0.1:1/lw/x:1', { signal })), { reason: 'registry' });
    await rejects(all(images.pull('lw-nosuch.invalid/x:1', { signal })), { reason: 'registry' });
    await rejects(all(images.pull('Upper', { signal })), { reason: 'invalid' });
  });

  it('are cancelled', async () => {
    await rejects(all(connected.engine.images.push(`${open.host}/lw/push:1`, { signal: AbortSignal.abort() })), {
      reason: 'cancelled',
    });
  });
});
