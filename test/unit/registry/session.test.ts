import { deepEqual, equal, rejects } from 'node:assert/strict';
import type { RegistryAuth } from '../../../src/engine/engine';
import { createSession } from '../../../src/registry/session';
import { type FakeAnswer, fakeHttp } from './fake-http';

const auth: RegistryAuth = { serverAddress: 'registry.example', username: 'me', password: 'secret' };
const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;

/** A registry that wants tokens of a realm. */
const wantsTokens =
  (realm: string, answers: Readonly<Record<string, FakeAnswer>> = {}) =>
  ({ url, headers }: { url: URL; headers?: Readonly<Record<string, string>> }): FakeAnswer | undefined => {
    const known = answers[`${url.origin}${url.pathname}`];
    if (known) return known;
    if (headers?.Authorization === 'Bearer t') return { json: {} };
    return { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}",service="s"` } };
  };

describe('credentials of a registry', () => {
  const call = (host: string, http: ReturnType<typeof fakeHttp>, given: RegistryAuth | undefined = auth) =>
    createSession({ host, http, credentials: async () => given }).call({ path: '/v2/', signal: undefined });

  it('go to the token server that the registry names, and the token to the registry', async () => {
    const http = fakeHttp(
      wantsTokens('https://auth.other/token', { 'https://auth.other/token': { json: { token: 't' } } }),
    );
    await call('registry.example', http);
    deepEqual(http.sent, [
      'GET https://registry.example/v2/',
      `GET https://auth.other/token?service=s&account=me as ${basic}`,
      'GET https://registry.example/v2/ as Bearer t',
    ]);
  });

  for (const realm of [
    'http://auth.registry.example/token',
    'http://127.0.0.1:5001/token',
    'http://localhost/token',
    'ftp://registry.example/',
  ])
    it(`do not go to ${realm}`, async () => {
      const http = fakeHttp(wantsTokens(realm));
      await rejects(call('registry.example', http), {
        reason: 'registry',
        message: /not encrypted, so nothing was sent\.$/,
      });
      deepEqual(http.sent, ['GET https://registry.example/v2/']);
    });

  it('of a registry on this machine do not go elsewhere without TLS', async () => {
    const http = fakeHttp(wantsTokens('http://auth.other/token'));
    await rejects(call('localhost:5000', http), { reason: 'registry', message: /not encrypted/ });
    equal(
      http.sent.some((line) => line.includes('auth.other')),
      false,
    );
  });

  it('are read for the second caller when the first one gives up meanwhile', async () => {
    const http = fakeHttp(
      wantsTokens('https://auth.other/token', { 'https://auth.other/token': { json: { token: 't' } } }),
    );
    let reading: AbortSignal | undefined;
    let give: (auth: RegistryAuth) => void = () => {};
    const credentials = (signal: AbortSignal | undefined) => {
      reading = signal;
      return new Promise<RegistryAuth>((resolve, reject) => {
        give = resolve;
        signal?.addEventListener('abort', () => reject(new Error('The helper was ended.')));
      });
    };
    const session = createSession({ host: 'registry.example', http, credentials });
    const first = new AbortController();
    const calls = [
      session.call({ path: '/v2/', signal: first.signal }),
      session.call({ path: '/v2/', signal: undefined }),
    ];
    while (reading === undefined) await new Promise(setImmediate);
    first.abort();
    await rejects(calls[0] as Promise<unknown>, { reason: 'cancelled' });
    give(auth);
    equal((await calls[1])?.status, 200);
  });

  it('are not taken from the address of a token server', async () => {
    const http = fakeHttp(
      wantsTokens('https://you:other@auth.other/token', {
        'https://auth.other/token': { json: { access_token: 't' } },
      }),
    );
    await createSession({ host: 'registry.example', http, credentials: async () => undefined }).call({
      path: '/v2/',
      signal: undefined,
    });
    equal(http.sent[1], 'GET https://auth.other/token?service=s');
  });

  it('that stand for a password are sent in a body, never in an address', async () => {
    const http = fakeHttp(
      wantsTokens('https://auth.other/token', { 'https://auth.other/token': { json: { token: 't' } } }),
    );
    await call('registry.example', http, { serverAddress: 'registry.example', identityToken: 'refresh' });
    equal(http.sent[1], 'POST https://auth.other/token');
    equal(new URLSearchParams(http.requests[1]?.body).get('refresh_token'), 'refresh');
  });

  it('are not sent before they are asked for, and a password to the registry only', async () => {
    const http = fakeHttp(({ headers }) =>
      headers?.Authorization === basic ? {} : { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
    );
    await call('registry.example', http);
    deepEqual(http.sent, ['GET https://registry.example/v2/', `GET https://registry.example/v2/ as ${basic}`]);
  });

  it('are not shown by what a token server answers', async () => {
    const http = fakeHttp(
      wantsTokens('https://auth.other/token', { 'https://auth.other/token': { json: { token: 'two\r\nlines' } } }),
    );
    await rejects(call('registry.example', http), { message: /something that is no token\.$/ });
  });
});
