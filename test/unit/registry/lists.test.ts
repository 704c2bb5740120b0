import { deepEqual, equal, rejects } from 'node:assert/strict';
import type { RegistryAuth } from '../../../src/engine/engine';
import { createRegistryClient, nextPath } from '../../../src/registry/client';
import { createHub } from '../../../src/registry/hub';
import { readPages } from '../../../src/registry/pages';
import { CatalogueError } from '../../../src/registry/registry';
import { createSession } from '../../../src/registry/session';
import { type FakeHttp, fakeHttp } from './fake-http';

const me: RegistryAuth = { serverAddress: 'x', username: 'me', password: 'secret' };
const open = (host: string, http: FakeHttp, auth?: RegistryAuth) => {
  const credentials = async () => auth;
  const registry = createRegistryClient(host, createSession({ host, http, credentials }), () => {});
  return host === 'docker.io' ? createHub({ http, credentials, registry }) : registry;
};
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

describe('lists of a registry', () => {
  it('go on where the registry says, and nowhere else', async () => {
    equal(nextPath('</v2/a/tags/list?last=b&n=2>; rel="next"', '/v2/a/tags/list'), '/v2/a/tags/list?last=b&n=2');
    equal(nextPath('<http://inside.example/v2/_catalog?last=b>; rel="next"', '/v2/_catalog'), '/v2/_catalog?last=b');
    equal(nextPath('</v2/_catalog?n=1>; rel="prev", <?last=c>; rel=next', '/v2/_catalog'), '/v2/_catalog?last=c');
    equal(nextPath(undefined, '/'), undefined);
    const http = fakeHttp(({ url }) =>
      url.search.includes('last')
        ? { json: { tags: ['c'] } }
        : { json: { tags: ['b', 'a'] }, headers: { link: '<http://evil.example/v2/a/tags/list?last=a>; rel="next"' } },
    );
    const pages = open('registry.example', http).tags('a');
    deepEqual(await pages.next(), {
      items: [
        { name: 'b', image: undefined },
        { name: 'a', image: undefined },
      ],
      more: true,
    });
    deepEqual(await pages.next(), { items: [{ name: 'c', image: undefined }], more: false });
    equal(http.requests.at(-1)?.url.origin, 'https://registry.example');
  });

  it('can be asked again after a failure, and end when they go in circles', async () => {
    let calls = 0;
    const pages = readPages('first', 2, async (at) => {
      calls += 1;
      if (calls === 1) throw new Error('once');
      return { items: [at], next: at === 'first' ? 'second' : 'second' };
    });
    await rejects(pages.next(), /once/);
    deepEqual(await pages.next(), { items: ['first'], more: true });
    deepEqual(await pages.next(), { items: ['second'], more: false });
  });

  it('are missing where a service has none, without a question to it', async () => {
    const http = fakeHttp(() => undefined);
    await rejects(
      open('ghcr.io', http, me).repositories().next(),
      (error) => error instanceof CatalogueError && /GitHub lists no/.test(error.message),
    );
    deepEqual(http.sent, []);
    const refusing = fakeHttp(() => ({ status: 404 }));
    await rejects(open('registry.example', refusing).repositories().next(), CatalogueError);
  });

  it('of a Harbor are those its account may see', async () => {
    const page = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ name: `team/app-${from + index}` }));
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    const http = fakeHttp(({ url, headers }) => {
      if (url.pathname === '/token') return { json: { token: 't' } };
      if (url.pathname === '/api/v2.0/repositories')
        return headers?.Authorization === basic
          ? { json: url.searchParams.get('page') === '1' ? page(0, 100) : page(100, 3) }
          : { status: 401 };
      return {
        status: 401,
        headers: {
          'www-authenticate':
            'Bearer realm="https://harbor.example/token",service="harbor-registry",scope="registry:catalog:*"',
        },
      };
    });
    const pages = open('harbor.example', http, me).repositories();
    equal((await pages.next()).items.length, 100);
    deepEqual((await pages.next()).items, ['team/app-100', 'team/app-101', 'team/app-102']);
  });

  it('of Docker Hub tell digest, size and date', async () => {
    const http = fakeHttp(({ url, headers }) => {
      if (url.pathname === '/v2/auth/token') return { json: { access_token: 'jwt' } };
      if (url.pathname === '/v2/namespaces/me/repositories')
        return headers?.Authorization === 'Bearer jwt'
          ? { json: { results: [{ name: 'app' }], next: null } }
          : { status: 401 };
      if (url.pathname !== '/v2/namespaces/library/repositories/nginx/tags') return { status: 404 };
      const images = [
        { os: 'linux', architecture: 'arm64', variant: 'v8', digest: digest('a'), size: 12 },
        { os: 'unknown', architecture: 'unknown', digest: digest('b'), size: 1 },
      ];
      const next = 'https://hub.docker.com/v2/namespaces/library/repositories/nginx/tags?page=2';
      return {
        json: {
          next,
          results: [
            { name: '1', digest: digest('c'), last_updated: '2026-03-01T12:00:00Z', images },
            { name: 'old', images: [] },
          ],
        },
      };
    });
    const hub = open('docker.io', http, me);
    deepEqual(await hub.repositories().next(), { items: ['me/app'], more: false });
    equal(hub.user, 'me');
    const { items, more } = await hub.tags('nginx').next();
    equal(more, true);
    deepEqual(items, [
      {
        name: '1',
        image: {
          digest: digest('c'),
          created: Date.parse('2026-03-01T12:00:00Z') / 1000,
          platforms: [{ platform: 'linux/arm64/v8', digest: digest('a'), bytes: 12 }],
        },
      },
      { name: 'old', image: undefined },
    ]);
    deepEqual([...new Set(http.requests.map(({ url }) => url.origin))], ['https://hub.docker.com']);
    equal(http.sent.join().includes('secret'), false);
    await rejects(open('docker.io', http).repositories().next(), CatalogueError);
  });

  it('of Docker Hub come with a new token when the old one has expired, and without one when the account is refused', async () => {
    let tokens = 0;
    const tags = '/v2/namespaces/team/repositories/app/tags';
    const expiring = fakeHttp(({ url, headers }) => {
      if (url.pathname === '/v2/auth/token') {
        tokens += 1;
        return { json: { access_token: `jwt${tokens}` } };
      }
      return headers?.Authorization === 'Bearer jwt2' ? { json: { results: [{ name: '1' }] } } : { status: 401 };
    });
    deepEqual((await open('docker.io', expiring, me).tags('team/app').next()).items, [{ name: '1', image: undefined }]);
    equal(tokens, 2);
    const refusing = fakeHttp(({ url, headers }) =>
      url.pathname === tags && headers?.Authorization === undefined
        ? { json: { results: [{ name: '2' }] } }
        : { status: 401 },
    );
    const hub = open('docker.io', refusing, me);
    deepEqual((await hub.tags('team/app').next()).items, [{ name: '2', image: undefined }]);
    await rejects(hub.repositories().next(), {
      reason: 'unauthorised',
      message: 'Docker Hub does not accept the credentials of me.',
    });
    await rejects(hub.deleteTag('team/app', '2'), { reason: 'unauthorised' });
  });
});
