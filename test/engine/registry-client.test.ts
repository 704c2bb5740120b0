import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { RegistryAuth } from '../../src/engine/engine';
import { thisMachine } from '../../src/engine/this-machine';
import { registryTrust } from '../../src/registry/certificates';
import { openRegistry } from '../../src/registry/open-registry';
import type { Pages } from '../../src/registry/pages';
import type { Registry } from '../../src/registry/registry';
import { makeCertificate, type TestCertificate } from '../support/certificates';
import { basicAuth } from '../support/docker-config';
import { engineIsSkipped } from '../support/engine-environment';
import { pusherTo } from '../support/push-image';
import { registryUser, startRegistry, type TestRegistry } from '../support/registry';
import { startTokenServer, type TokenServer } from '../support/token-server';

const small = { platform: 'linux/amd64', created: '2026-03-01T12:00:00Z', layer: 'one' };

describe('the registry client', function () {
  this.timeout(60_000);
  let folder: string;
  let signer: TestCertificate;
  const ends: (() => Promise<unknown>)[] = [];
  const opened: Registry[] = [];
  before(function () {
    if (engineIsSkipped) return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'layerwright-registries-'));
    signer = makeCertificate(folder, 'signer');
  });
  afterEach(async () => {
    for (const registry of opened.splice(0)) registry.dispose();
    for (const end of ends.splice(0)) await end();
  });
  after(() => folder && rmSync(folder, { recursive: true, force: true }));

  const start = async (options: Parameters<typeof startRegistry>[0] = {}): Promise<TestRegistry> => {
    const registry = await startRegistry(options);
    ends.push(registry.stop);
    return registry;
  };
  const open = (host: string, auth?: RegistryAuth, home = folder): Registry => {
    const registry = openRegistry(host, {
      machine: { ...thisMachine(), home, env: {} },
      credentials: async () => auth,
    });
    opened.push(registry);
    return registry;
  };
  const everything = async <T>(pages: Pages<T>): Promise<T[][]> => {
    const found: T[][] = [];
    for (let more = true; more; ) {
      const page = await pages.next();
      found.push([...page.items]);
      more = page.more;
    }
    return found;
  };
  const withToken = async (
    options: Partial<Parameters<typeof startTokenServer>[0]> = {},
  ): Promise<{ server: TokenServer; registry: TestRegistry }> => {
    const server = await startTokenServer({ signer, user: registryUser, ...options });
    ends.push(server.close);
    return { server, registry: await start({ token: { ...server, signer } }) };
  };

  it('lists repositories and tags in parts of a hundred', async () => {
    const { host, url } = await start();
    const push = pusherTo(url);
    const names = Array.from({ length: 230 }, (_, index) => String(index).padStart(3, '0'));
    await push.image('many/tags', names, small);
    for (const name of names.slice(0, 130)) await push.image(`lib/${name}`, ['1'], small);
    const registry = open(host);
    const tags = await everything(registry.tags('many/tags'));
    deepEqual(
      tags.map(({ length }) => length),
      [100, 100, 30],
    );
    deepEqual(
      tags.flat().map(({ name }) => name),
      [...names].reverse(),
    );
    const repositories = await everything(registry.repositories());
    deepEqual(
      repositories.map(({ length }) => length),
      [100, 31],
    );
    deepEqual(repositories.flat(), [...names.slice(0, 130).map((name) => `lib/${name}`), 'many/tags']);
    equal(registry.user, undefined);
  });

  it('tells digest, platforms, size and date of an image', async () => {
    const { host, url } = await start();
    const push = pusherTo(url);
    const single = await push.image('team/app', ['1'], small);
    const arm = { platform: 'linux/arm64/v8', created: small.created, layer: 'another layer' };
    const index = await push.index('team/app', 'multi', [small, arm]);
    const registry = open(host);
    const one = await registry.image('team/app', '1');
    const created = Date.parse(small.created) / 1000;
    deepEqual(one, {
      digest: single,
      created,
      platforms: [{ platform: 'linux/amd64', digest: single, bytes: one.platforms[0]?.bytes }],
    });
    ok((one.platforms[0]?.bytes ?? 0) > small.layer.length);
    const multi = await registry.image('team/app', 'multi');
    equal(multi.digest, index);
    equal(multi.created, created);
    deepEqual(
      multi.platforms.map(({ platform }) => platform),
      ['linux/amd64', 'linux/arm64/v8'],
    );
    deepEqual(multi.platforms[0], one.platforms[0]);
    equal(await registry.digest('team/app', 'multi'), index);
    await rejects(registry.digest('team/app', 'none'), {
      reason: 'not-found',
      message: `${host} does not have team/app:none.`,
    });
    await rejects(registry.tags('no/such').next(), { reason: 'not-found' });
  });

  it('deletes images with their tags, or says that this is not allowed', async () => {
    const { host, url } = await start();
    const digest = await pusherTo(url).image('team/app', ['1', '2'], small);
    const registry = open(host);
    equal(await registry.deleteTag('team/app', '1'), false);
    await registry.deleteImage('team/app', digest);
    deepEqual(await everything(registry.tags('team/app')), [[]]);
    const strict = await start({ deletion: false });
    const kept = await pusherTo(strict.url).image('team/app', ['1'], small);
    await rejects(open(strict.host).deleteImage('team/app', kept), {
      reason: 'invalid',
      message: `${strict.host} does not allow deleting through its interface.`,
    });
  });

  it('gives a password when it is asked for one', async () => {
    const { host, url } = await start({ password: true });
    await pusherTo(url, { Authorization: `Basic ${basicAuth(registryUser)}` }).image('team/app', ['1'], small);
    const auth = { serverAddress: host, ...registryUser };
    const registry = open(host, auth);
    await registry.check();
    equal(registry.user, registryUser.username);
    deepEqual(await everything(registry.repositories()), [['team/app']]);
    await rejects(open(host).check(), {
      reason: 'unauthorised',
      message: `${host} asks for a sign-in, and there are no credentials for it.`,
    });
    await rejects(
      open(host, { ...auth, password: 'wrong' })
        .repositories()
        .next(),
      (error: Error) => {
        match(error.message, /does not accept the credentials of layerwright\.$/);
        return !JSON.stringify([
          error.message,
          error.stack,
          String((error as Error & { cause?: unknown }).cause),
        ]).includes('wrong');
      },
    );
  });

  it('gets tokens, once for each repository', async () => {
    const { server, registry: test } = await withToken();
    const auth = { serverAddress: test.host, ...registryUser };
    const token = async (scope: string) => {
      const url = `${server.realm}?service=${server.service}&scope=${scope}`;
      const answer = await fetch(url, { headers: { Authorization: `Basic ${basicAuth(registryUser)}` } });
      return ((await answer.json()) as { token: string }).token;
    };
    const scope = 'repository:team/app:pull,push';
    await pusherTo(test.url, { Authorization: `Bearer ${await token(scope)}` }).image('team/app', ['1', '2'], small);
    const before = server.requests.length;
    const registry = open(test.host, auth);
    await registry.check();
    deepEqual(await everything(registry.repositories()), [['team/app']]);
    equal(registry.user, registryUser.username);
    await everything(registry.tags('team/app'));
    await registry.image('team/app', '1');
    await registry.image('team/app', '2');
    deepEqual(
      server.requests.slice(before).map(({ url }) => url.searchParams.get('scope')),
      [null, 'registry:catalog:*', 'repository:team/app:pull'],
    );
    await registry.deleteImage('team/app', await registry.digest('team/app', '1'));
    equal(server.requests.at(-1)?.url.searchParams.get('scope'), 'repository:team/app:delete');
    await rejects(open(test.host, { ...auth, password: 'wrong' }).check(), {
      reason: 'unauthorised',
      message: /does not accept/,
    });
  });

  it('exchanges an identity token, and says when an account may not', async () => {
    const grant = (who: string, { type, actions }: { type: string; actions: string[] }) =>
      who !== 'anonymous' && type === 'registry' ? actions : [];
    const { server, registry: test } = await withToken({ identityToken: 'refresh me', grant });
    const registry = open(test.host, { serverAddress: test.host, identityToken: 'refresh me' });
    deepEqual(await everything(registry.repositories()), [[]]);
    equal(server.requests.at(-1)?.method, 'POST');
    equal(server.requests.at(-1)?.headers.authorization, undefined);
    await rejects(registry.tags('team/secret').next(), {
      reason: 'unauthorised',
      message: /^.* refuses access to the repository team\/secret\./,
    });
    await rejects(open(test.host).tags('team/secret').next(), {
      reason: 'unauthorised',
      message: /asks for a sign-in/,
    });
  });

  it('says when a registry is away, or none', async () => {
    const gone = await startRegistry();
    await gone.stop();
    await rejects(open(gone.host).check(), {
      reason: 'registry',
      message: `${gone.host} cannot be reached: the connection was refused.`,
    });
    await rejects(open('registry.invalid').check(), { reason: 'registry', message: /its host is unknown/ });
    await rejects(open(gone.host).tags('a').next(AbortSignal.abort()), { reason: 'cancelled' });
  });

  it('uses TLS on this machine without a look at the certificate, and elsewhere with certs.d', async () => {
    const tls = makeCertificate(folder, 'tls', ['registry.layerwright.test']);
    const { host, url } = await start({ tls });
    equal(url.startsWith('https'), true);
    deepEqual(await everything(open(host).repositories()), [[]]);
    // No other name for this machine can be relied on, so the connection is made by hand.
    const elsewhere = 'registry.layerwright.test:5000';
    const authorized = async () => {
      const secureContext = await registryTrust(elsewhere, { ...thisMachine(), home: folder, env: {} });
      const port = Number(new URL(url).port);
      const servername = 'registry.layerwright.test';
      const socket = connect({ host: '127.0.0.1', port, servername, secureContext, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      socket.destroy();
      return socket.authorized;
    };
    equal(await authorized(), false);
    const certificates = join(folder, '.config', 'docker', 'certs.d', elsewhere);
    mkdirSync(certificates, { recursive: true });
    copyFileSync(tls.certificate, join(certificates, 'ca.crt'));
    equal(await authorized(), true);
  });
});
