import { deepEqual, equal, rejects } from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { createHttp, type Http } from '../../../src/registry/http';

describe('redirects of a registry', () => {
  const servers: Server[] = [];
  let http: Http;
  beforeEach(() => {
    http = createHttp(async () => createSecureContext());
  });
  afterEach(async () => {
    http.dispose();
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  /** Address of a server, and what it was asked. */
  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'anonymous'}`);
      answer(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }
  const to = (location: string) => (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(307, { location }).end();
  const get = (url: string, method: 'GET' | 'DELETE' | 'POST' = 'GET') =>
    http.send({
      url: new URL(url),
      method,
      headers: { Authorization: 'Basic secret', Accept: 'x' },
      signal: undefined,
    });

  it('carry no credentials to another host', async () => {
    const storage = await serve((_, response) => void response.end('blob'));
    const registry = await serve(to(`${storage.url}/blob?signed`));
    const answer = await get(`${registry.url}/v2/a/blobs/b`);
    equal(answer.body.toString(), 'blob');
    deepEqual(registry.asked, ['GET /v2/a/blobs/b Basic secret']);
    deepEqual(storage.asked, ['GET /blob?signed anonymous']);
  });

  it('keep them on the same host', async () => {
    const registry = await serve(({ url }, response) => {
      if (url === '/old') response.writeHead(301, { location: '/new' }).end();
      else response.end('here');
    });
    await get(`${registry.url}/old`);
    deepEqual(registry.asked, ['GET /old Basic secret', 'GET /new Basic secret']);
  });

  it('do not bring them back from another host', async () => {
    const registry = await serve(({ url }, response) => {
      if (url === '/first') response.writeHead(302, { location: `${other.url}/there` }).end();
      else response.end('back');
    });
    const other = await serve(
      (_, response) => void response.writeHead(302, { location: `${registry.url}/back` }).end(),
    );
    await get(`${registry.url}/first`);
    deepEqual(registry.asked, ['GET /first Basic secret', 'GET /back anonymous']);
  });

  it('are not followed to a host without TLS, nor for what changes something, nor for ever', async () => {
    const away = await serve(to('http://registry.example/'));
    await rejects(get(away.url), {
      reason: 'registry',
      message: /redirects to http:\/\/registry\.example, which is not encrypted\.$/,
    });
    equal((await get(away.url, 'DELETE')).status, 307);
    equal((await get(away.url, 'POST')).status, 307);
    const circle = await serve(to('/'));
    await rejects(get(circle.url), { message: /redirects in circles\.$/ });
  });

  it('end when the call is cancelled', async () => {
    const abort = new AbortController();
    const registry = await serve(() => abort.abort());
    await rejects(http.send({ url: new URL(registry.url), signal: abort.signal }), { reason: 'cancelled' });
  });
});
