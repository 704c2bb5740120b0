import './lazy-imports';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from '../../../src/engine/dockerode/connect';
import type { Endpoint } from '../../../src/engine/endpoints';
import type { Engine } from '../../../src/engine/engine';

/** What an engine of the tests answers: JSON, or what the function does with the answer. */
export type Route = object | ((answer: ServerResponse, request: IncomingMessage) => void);

export interface FakeEngine {
  readonly endpoint: Endpoint;
  readonly engine: Engine;
  /** `GET /v1.41/images/json?all=true`, without the ping. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
  close(): Promise<void>;
}

export const pingHeaders = { 'Api-Version': '1.41' };

/** An HTTP server on loopback that speaks as an engine would; routes are `GET /images/json`, without version and query. */
export async function fakeEngine(
  routes: Readonly<Record<string, Route>>,
  patience = { first: 2, quick: 2 },
): Promise<FakeEngine> {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, answer) => {
    const path = request.url?.replace(/\?.*/, '').replace(/^\/v[\d.]+/, '') ?? '';
    const route = routes[`${request.method} ${path}`] ?? (path === '/_ping' ? ping : undefined);
    if (path !== '/_ping') {
      requests.push(`${request.method} ${request.url}`);
      headers.push(request.headers);
    }
    if (typeof route === 'function') return route(answer, request);
    answer.writeHead(route ? 200 : 404, { 'Content-Type': 'application/json' });
    answer.end(JSON.stringify(route ?? { message: `no route for ${path}` }));
  });
  // The session of a build: agreed to, and then silent.
  const sessions = new Set<Duplex>();
  server.on('upgrade', (_request, socket) => {
    sessions.add(socket.on('error', () => {}));
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint: Endpoint = {
    source: 'setting',
    context: undefined,
    address: { kind: 'tcp', host: '127.0.0.1', port, tls: undefined },
  };
  const engine = await connect(endpoint, patience);
  return {
    endpoint,
    engine,
    requests,
    headers,
    async close() {
      engine.dispose();
      for (const socket of sessions) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function ping(answer: ServerResponse): void {
  answer.writeHead(200, pingHeaders);
  answer.end('OK');
}

/** All values, or what was thrown. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}
