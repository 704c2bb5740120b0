import {
  type Agent,
  type ClientRequest,
  request as httpRequest,
  IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import Docker from 'dockerode';

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface TransportCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** With the version, without the query. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. Whoever gives it aborts the call when it breaks off, because the modem would wait for the rest for ever. */
  readonly upload?: Readable;
  /** Lasts: takes a connection of its own where connections are few. */
  readonly long?: boolean;
  readonly signal: AbortSignal;
}

/** How bytes get to an engine and back. Rejects with what node says; any status resolves. */
export interface Transport {
  request(call: TransportCall): Promise<IncomingMessage>;
  /** A request that asks for the connection itself. Resolves with the answer if the engine keeps HTTP instead. */
  upgrade(call: TransportCall): Promise<Duplex | IncomingMessage>;
  dispose(): void;
}

/** What `http` and dockerode need to know about an engine's address. */
export interface Dial {
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: number;
  readonly secure: boolean;
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
  /** For calls that end soon. */
  readonly agent: Agent;
  /** For streams; the same one where connections cost nothing. */
  readonly streamAgent: Agent;
}

export function createTransport(dial: Dial): Transport {
  const calls = modem(dial, dial.agent);
  const streams = modem(dial, dial.streamAgent);
  // An agent forgets a socket that was upgraded.
  const upgraded = new Set<Duplex>();

  return {
    request: (call) =>
      // For every call the modem writes down its options and the whole agent, for a log that nobody reads: milliseconds each.
      (call.method === 'GET'
        ? direct(dial, call)
        : dialModem(call.long ? streams : calls, call)) as Promise<IncomingMessage>,
    async upgrade(call) {
      const answer = await direct(dial, {
        ...call,
        long: true,
        headers: { Connection: 'Upgrade', Upgrade: 'tcp', ...call.headers },
      });
      if (!(answer instanceof IncomingMessage)) {
        upgraded.add(answer);
        answer.once('close', () => upgraded.delete(answer));
      }
      return answer;
    },
    dispose() {
      dial.agent.destroy();
      dial.streamAgent.destroy();
      for (const socket of upgraded) socket.destroy();
    },
  };
}

/** dockerode takes host and certificates from DOCKER_HOST even when it is given a socket, and throws when they are wrong. */
function modem(dial: Dial, agent: Agent): Docker['modem'] {
  const saved = process.env.DOCKER_HOST;
  delete process.env.DOCKER_HOST;
  try {
    const { socketPath, host, port, secure, tls } = dial;
    const address = socketPath === undefined ? { host: host ?? '', port: port ?? 0 } : { socketPath };
    const options = {
      ...address,
      ...tls,
      protocol: secure ? ('https' as const) : ('http' as const),
      pathPrefix: '/',
      agent,
    };
    return new Docker(options as Docker.DockerOptions).modem;
  } finally {
    if (saved !== undefined) process.env.DOCKER_HOST = saved;
  }
}

// The modem reads an answer without listening for its end by force, so answers are always taken as streams, of any status.
const anyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]));

function dialModem(target: Docker['modem'], call: TransportCall): Promise<IncomingMessage> {
  const query = defined(call.query);
  return new Promise((resolve, reject) => {
    const done = (error: unknown, response: unknown) => {
      if (error) reject(error);
      else resolve(quiet(response as IncomingMessage));
    };
    target.dial(
      {
        method: call.method,
        // With a question mark, it appends the query.
        path: Object.keys(query).length > 0 ? `${call.path}?` : call.path,
        options: { _query: query, _body: call.body ?? {} },
        isStream: true,
        statusCodes: anyStatus,
        abortSignal: call.signal,
        ...(call.headers ? { headers: { ...call.headers } } : {}),
        ...(call.upload ? { file: call.upload } : {}),
      } as Parameters<Docker['modem']['dial']>[0],
      done,
    );
  });
}

/** A request without dockerode: it follows redirects of whatever answers, and writes a body into an upgraded connection. */
function direct(dial: Dial, call: TransportCall): Promise<Duplex | IncomingMessage> {
  return new Promise((resolve, reject) => {
    const query = new URLSearchParams(
      Object.entries(defined(call.query)).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
      ),
    );
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const options: RequestOptions = {
      ...(dial.socketPath === undefined ? { host: dial.host, port: dial.port } : { socketPath: dial.socketPath }),
      ...dial.tls,
      method: call.method,
      path: query.size > 0 ? `${call.path}?${query}` : call.path,
      headers: {
        ...call.headers,
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
      },
      agent: call.long ? dial.streamAgent : dial.agent,
      signal: call.signal,
    };
    const request: ClientRequest = (dial.secure ? httpsRequest : httpRequest)(options);
    request.on('error', reject);
    request.on('response', (response) => resolve(quiet(response)));
    request.on('upgrade', (_response, socket, head) => {
      quiet(socket);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.end(body);
  });
}

/** Errors reach whoever reads; a stream that nobody reads yet, or any more, must not end the process. */
function quiet<S extends Readable | Duplex>(stream: S): S {
  stream.on('error', () => {});
  return stream;
}

function defined(query: Query = {}): Record<string, string | number | boolean | readonly string[]> {
  return Object.fromEntries(
    Object.entries(query).filter(
      (entry): entry is [string, string | number | boolean | string[]] => entry[1] !== undefined,
    ),
  );
}
