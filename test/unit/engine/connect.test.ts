import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { BuildContext } from '../../../src/engine/build-options';
import { connect } from '../../../src/engine/dockerode/connect';
import { temporaryDirectory } from '../support/temporary-directory';
import { collect, type FakeEngine, fakeEngine, type Route } from './fake-engine';

const never: Route = () => {};
const signal = new AbortController().signal;

function contextOf(files: Readonly<Record<string, string | Uint8Array>> = {}, dockerfile = 'Dockerfile'): BuildContext {
  const root = temporaryDirectory({ [dockerfile]: '', ...files });
  return { root, dockerfile: join(root, dockerfile) };
}

describe('a connection', () => {
  let fake: FakeEngine;
  const start = async (routes: Readonly<Record<string, Route>> = {}, patience?: { first: number; quick: number }) => {
    fake = await fakeEngine(routes, patience);
    return fake.engine;
  };
  afterEach(() => fake.close());

  it('agrees on the version of the API once', async () => {
    const engine = await start({ 'GET /images/json': [], 'GET /containers/json': [] });
    await Promise.all([engine.images.list(), engine.containers.list(), engine.images.list()]);
    deepEqual([...fake.requests].sort(), [
      'GET /v1.41/containers/json?all=true',
      'GET /v1.41/images/json',
      'GET /v1.41/images/json',
    ]);
  });

  const versions: readonly (readonly [Record<string, string>, object])[] = [
    [{ 'Api-Version': '1.41' }, { apiVersion: '1.41', buildkit: true, podman: false }],
    [
      { 'Api-Version': '1.99', 'Builder-Version': '2' },
      { apiVersion: '1.47', buildkit: true, podman: false },
    ],
    [
      { 'Api-Version': '1.43', 'Builder-Version': '1' },
      { apiVersion: '1.43', buildkit: false, podman: false },
    ],
    [{ 'Api-Version': '1.38' }, { apiVersion: '1.38', buildkit: false, podman: false }],
    [
      { 'Api-Version': '1.41', 'Libpod-Api-Version': '5.4.2' },
      { apiVersion: '1.41', buildkit: false, podman: true },
    ],
  ];
  for (const [headers, expected] of versions) {
    it(`understands a ping with ${JSON.stringify(headers)}`, async () => {
      const engine = await start({
        'GET /_ping': (answer) => answer.writeHead(200, headers).end('OK'),
        'GET /version': { Version: '1', Os: 'linux', Arch: 'amd64' },
      });
      deepEqual(await engine.info(), { version: '1', os: 'linux', architecture: 'amd64', ...expected });
    });
  }

  it('refuses engines that are too old, and what is no engine', async () => {
    await rejects(
      (await start({ 'GET /_ping': (answer) => answer.writeHead(200, { 'Api-Version': '1.23' }).end() })).info(),
      { reason: 'protocol', message: /1\.23.*older than 1\.24/ },
    );
    await fake.close();
    await rejects((await start({ 'GET /_ping': (answer) => answer.writeHead(200).end('hello') })).info(), {
      reason: 'protocol',
      message: /not a Docker engine/,
    });
    await fake.close();
    const elsewhere: Route = (answer) => answer.writeHead(301, { Location: 'http://no-such-host.invalid/' }).end();
    await rejects((await start({ 'GET /_ping': elsewhere })).info(), { reason: 'protocol' });
  });

  it('tries an idempotent call again when its connection was dead, and no other', async () => {
    let calls = 0;
    const engine = await start({
      'GET /images/json': (answer) => {
        calls += 1;
        if (calls === 1) answer.socket?.destroy();
        else answer.end('[]');
      },
      'POST /containers/a/start': (answer) => answer.socket?.destroy(),
    });
    deepEqual(await engine.images.list(), []);
    await rejects(engine.containers.start('a'), { reason: 'unreachable' });
    equal(fake.requests.length, 3);
  });

  it('agrees on the version again when the engine was replaced by an older one', async () => {
    let version = '1.45';
    const engine = await start({
      'GET /_ping': (answer) => answer.writeHead(200, { 'Api-Version': version }).end(),
      'GET /images/json': (answer, request) => {
        if (request.url?.startsWith('/v1.41/')) return answer.end('[]');
        version = '1.41';
        answer
          .writeHead(400)
          .end('{"message":"client version 1.45 is too new. Maximum supported API version is 1.41"}');
      },
    });
    deepEqual(await engine.images.list(), []);
  });

  it('does not wait for ever for a host that says nothing', async () => {
    const engine = await start({ 'GET /_ping': never }, { first: 0.05, quick: 0.05 });
    await rejects(engine.containers.start('a'), {
      reason: 'unreachable',
      message: /did not answer within 0\.05 seconds/,
    });
    await fake.close();
    await rejects((await start({ 'GET /containers/json': never }, { first: 1, quick: 0.05 })).containers.list(), {
      reason: 'unreachable',
    });
  });

  it('waits for slow answers that have begun', async () => {
    const slow: Route = (answer) => {
      answer.write('[');
      setTimeout(() => answer.end(']'), 600);
    };
    deepEqual(await (await start({ 'GET /images/json': slow }, { first: 5, quick: 0.4 })).images.list(), []);
  });

  it('rejects as cancelled whenever the signal aborts', async () => {
    const half: Route = (answer) => void answer.write('[');
    const engine = await start({
      'GET /images/json': never,
      'GET /containers/json': half,
      'POST /containers/a/wait': never,
    });
    const calls = [
      (s: AbortSignal) => engine.images.list({ signal: s }),
      (s: AbortSignal) => engine.containers.list({ signal: s }),
      (s: AbortSignal) => engine.containers.wait('a', s),
    ];
    for (const call of calls) {
      await rejects(call(AbortSignal.abort()), { reason: 'cancelled' });
      await rejects(call(AbortSignal.timeout(50)), { reason: 'cancelled' });
    }
  });

  it('settles what is under way when it is disposed of', async () => {
    const engine = await start({ 'GET /images/json': never });
    const pending = rejects(engine.images.list(), { reason: 'cancelled' });
    setTimeout(() => engine.dispose(), 50);
    await pending;
    await rejects(engine.images.list(), { reason: 'cancelled' });
  });

  it('reports an answer that breaks off', async () => {
    const broken: Route = (answer) => {
      answer.write('{"status":');
      setTimeout(() => answer.socket?.destroy(), 20);
    };
    const engine = await start({
      'GET /images/json': broken,
      'POST /containers/a/wait': broken,
      'GET /events': broken,
      'POST /images/create': broken,
      'POST /build': broken,
    });
    await rejects(engine.images.list(), { reason: 'unreachable' });
    await rejects(engine.containers.wait('a'), { reason: 'unreachable' });
    await rejects(collect(engine.events({ signal })), { reason: 'unreachable' });
    await rejects(collect(engine.images.pull('a', { signal })), { reason: 'unreachable' });
    await rejects(collect(engine.images.build(contextOf(), { tags: [], signal })), { reason: 'unreachable' });
  });

  it('reports what is not JSON', async () => {
    const engine = await start({
      'GET /images/json': (answer) => answer.end('<html>'),
      'GET /events': (answer) => answer.end('{}\nnonsense\n'),
    });
    await rejects(engine.images.list(), { reason: 'protocol' });
    await rejects(collect(engine.events({ signal })), { reason: 'protocol' });
  });

  it('asks for nothing when a name would change the path', async () => {
    const engine = await start();
    for (const name of ['', '..', '../images', 'a?b', 'a b', 'a/b', 'é']) {
      await rejects(engine.containers.inspect(name), { reason: 'invalid' });
      await rejects(collect(engine.containers.logs(name, { follow: false, signal })), { reason: 'invalid' });
    }
    for (const name of ['', '..', 'A', 'a?b', 'a b', '../x'])
      await rejects(engine.images.inspect(name), { reason: 'invalid' });
    deepEqual(fake.requests, []);
  });

  it('is not moved elsewhere by DOCKER_HOST', async () => {
    const saved = process.env.DOCKER_HOST;
    try {
      for (const host of ['tcp://no-such-host.invalid:1', 'tcp://[bad', 'unix:///nowhere']) {
        process.env.DOCKER_HOST = host;
        deepEqual(await (await start({ 'GET /images/json': [] })).images.list(), []);
        equal(process.env.DOCKER_HOST, host);
        await fake.close();
      }
    } finally {
      if (saved === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = saved;
    }
  });

  it('sends credentials in a header of their own, and always a tag', async () => {
    const engine = await start({ 'POST /images/create': {}, 'POST /images/host:5000/a/push': {} });
    const auth = { serverAddress: 'host:5000', username: 'me', password: '~~~???' };
    await collect(engine.images.pull('host:5000/a', { auth, platform: 'linux/arm64', signal }));
    await collect(engine.images.push('host:5000/a', { signal }));
    deepEqual(fake.requests, [
      'POST /v1.41/images/create?fromImage=host%3A5000%2Fa&tag=latest&platform=linux%2Farm64',
      'POST /v1.41/images/host:5000/a/push?tag=latest',
    ]);
    const sent = fake.headers.map((headers) => String(headers['x-registry-auth']));
    deepEqual(JSON.parse(Buffer.from(sent[0] ?? '', 'base64url').toString()), {
      serveraddress: 'host:5000',
      username: 'me',
      password: '~~~???',
    });
    match(sent[0] ?? '', /^[\w-]+=*$/);
    equal(Buffer.from(sent[1] ?? '', 'base64url').toString(), '{}');
  });

  it('reports a failed transfer inside of the stream', async () => {
    const said: Route = (answer) =>
      answer.end(
        '{"status":"Preparing","id":"0123456789ab"}\r\n{"errorDetail":{"message":"no basic auth credentials"},"error":"x"}\r\n',
      );
    const engine = await start({ 'POST /images/a/push': said });
    await rejects(collect(engine.images.push('a', { signal })), { reason: 'unauthorised' });
  });

  it('treats a build that ends without an image as failed', async () => {
    const engine = await start({ 'POST /build': (answer) => answer.end('{"stream":"Step 1/1 : FROM a\\n"}\n') });
    const options = { tags: [], builder: 'legacy', signal } as const;
    await rejects(collect(engine.images.build(contextOf(), options)), { reason: 'build-failed' });
  });

  it('ends a build whose context breaks off', async () => {
    const engine = await start({ 'POST /build': never });
    const context = contextOf({ large: Buffer.alloc(8 * 1024 * 1024) });
    const options = { tags: [], builder: 'legacy', signal } as const;
    const onSent = (bytes: number) => {
      if (bytes > 100_000) truncateSync(join(context.root, 'large'), 1);
    };
    await rejects(collect(engine.images.build({ ...context, onSent }, options)), {
      reason: 'invalid',
      message: '"large" became shorter while the build context was sent; build again.',
    });
    await rejects(collect(engine.images.build({ ...context, dockerfile: '/no/Dockerfile' }, options)), {
      reason: 'invalid',
      message: 'Could not read "/no/Dockerfile" of the build context: it does not exist.',
    });
  });

  it('sends what a build was asked for', async () => {
    const engine = await start({ 'POST /build': (answer) => answer.end('{"aux":{"ID":"sha256:1"}}\n') });
    const options = {
      tags: ['a:1', 'b:2'],
      target: 't',
      buildArgs: { A: '1&2' },
      labels: { l: 'v' },
      noCache: true,
      pull: true,
      platform: 'linux/amd64',
      networkMode: 'host',
      extraHosts: ['db:10.0.0.1'],
      cacheFrom: ['a:0'],
      signal,
    };
    const context = contextOf({ 'a/Dockerfile': '' }, 'a/Dockerfile');
    deepEqual(await collect(engine.images.build(context, options)), [{ type: 'image', id: 'sha256:1' }]);
    const query = new URL(fake.requests[0]?.slice(5) ?? '', 'http://x').searchParams;
    deepEqual(query.getAll('t'), ['a:1', 'b:2']);
    equal(query.get('session')?.length, 36);
    deepEqual(
      [...query].filter(([name]) => name !== 't' && name !== 'session').map(([name, value]) => `${name}=${value}`),
      [
        'target=t',
        'buildargs={"A":"1&2"}',
        'labels={"l":"v"}',
        'nocache=true',
        'pull=1',
        'platform=linux/amd64',
        'networkmode=host',
        'extrahosts=db:10.0.0.1',
        'cachefrom=["a:0"]',
        'rm=true',
        'forcerm=true',
        'dockerfile=Dockerfile',
        'remote=client-session',
        'version=2',
      ],
    );
    await rejects(collect(engine.images.build(context, { ...options, tags: ['Bad'] })), { reason: 'invalid' });
    const secrets = { token: { bytes: Buffer.from('s') } };
    await rejects(collect(engine.images.build(context, { ...options, builder: 'legacy', secrets })), {
      reason: 'invalid',
      message: 'Secrets and ssh agents need BuildKit.',
    });
  });

  it('ends events quietly when the signal aborts, and says when they are open', async () => {
    const engine = await start({
      'GET /events': (answer) =>
        void answer.write(
          '{"Type":"container","Action":"start","Actor":{"ID":"a","Attributes":{"name":"n"}},"time":5,"timeNano":5500000000}\n',
        ),
    });
    const abort = new AbortController();
    const seen: unknown[] = [];
    for await (const event of engine.events({ signal: abort.signal, onOpen: () => seen.push('open') })) {
      seen.push(event);
      abort.abort();
    }
    deepEqual(seen, ['open', { kind: 'container', action: 'start', id: 'a', attributes: { name: 'n' }, time: 5.5 }]);
  });
});

describe('connecting', () => {
  const to = (address: Parameters<typeof connect>[0]['address']) =>
    connect({ source: 'default', context: undefined, address });

  it('says why there is no engine', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const refused = await to({ kind: 'tcp', host: '127.0.0.1', port, tls: undefined });
    await rejects(refused.info(), {
      reason: 'unreachable',
      message: `The engine at tcp://127.0.0.1:${port}, the default, cannot be reached: the connection was refused.`,
    });
    refused.dispose();
  });

  it('names a TLS file that cannot be read', () =>
    rejects(
      to({
        kind: 'tcp',
        host: 'x',
        port: 1,
        tls: { ca: '/no/ca.pem', cert: undefined, key: undefined, skipVerify: false },
      }),
      {
        reason: 'invalid',
        message: 'The TLS file /no/ca.pem cannot be read.',
      },
    ));
});
