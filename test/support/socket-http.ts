import { type IncomingMessage, request } from 'node:http';
import type { Readable } from 'node:stream';

export interface SocketRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent as it is, anything else as JSON. */
  readonly body?: Readable | object;
  readonly timeout?: number;
}

export interface SocketResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** One HTTP request over a Unix socket, without an agent and without a Docker client: the tests' own view of the engine. */
export function socketRequest(socketPath: string, path: string, options: SocketRequest = {}): Promise<SocketResponse> {
  const { method = 'GET', headers = {}, body, timeout = 0 } = options;
  const stream = body && 'pipe' in body ? (body as Readable) : undefined;
  const text = body && !stream ? JSON.stringify(body) : undefined;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        socketPath,
        path,
        method,
        agent: false,
        timeout,
        headers: { Host: 'engine', ...(text ? { 'Content-Type': 'application/json' } : {}), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path} within ${timeout} ms`)));
    if (stream) stream.on('error', (error) => outgoing.destroy(error)).pipe(outgoing);
    else outgoing.end(text);
  });
}

/** As `socketRequest`, for calls that must succeed: parses the JSON answer and throws the engine's own sentence otherwise. */
export async function socketJson<T>(socketPath: string, path: string, options: SocketRequest = {}): Promise<T> {
  const response = await socketRequest(socketPath, path, options);
  if (response.status >= 400)
    throw new Error(`${options.method ?? 'GET'} ${path}: ${response.status} ${response.text.trim()}`);
  return (response.text.trim() === '' ? undefined : JSON.parse(response.text)) as T;
}
