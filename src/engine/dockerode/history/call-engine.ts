import { type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { EngineError } from '../../errors';
import type { Api } from '../api';
import { framed, readMessages } from '../session/grpc';

/** The engine does not offer the call. */
export class Unimplemented extends Error {
  override readonly name = 'Unimplemented';
}

const unimplemented = '12';

/**
 * One call of a gRPC service of the engine's BuildKit, with one message; yields the answers. Rejects with Unimplemented, or an
 * EngineError. Leaving the loop, or the signal, ends it.
 */
export async function* callEngine(
  api: Api,
  path: string,
  message: Uint8Array,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const socket = await api.upgrade({ path: '/grpc', headers: { Upgrade: 'h2c' }, signal, quick: true });
  const connection = connect('http://engine', { createConnection: () => socket });
  const end = () => connection.destroy();
  signal?.addEventListener('abort', end, { once: true });
  // The call's own stream tells of it.
  connection.on('error', () => {});
  try {
    const stream = connection.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const status = statusOf(stream);
    stream.end(framed(message));
    yield* readMessages(stream);
    const { code, words } = await status;
    if (code === unimplemented) throw new Unimplemented(words);
    if (code !== '0') throw new EngineError('protocol', `The engine did not tell of its builds: ${words || code}.`);
  } catch (cause) {
    if (cause instanceof EngineError || cause instanceof Unimplemented) throw cause;
    throw api.failure(cause, signal);
  } finally {
    signal?.removeEventListener('abort', end);
    connection.destroy();
    socket.destroy();
  }
}

interface Status {
  readonly code: string;
  readonly words: string;
}

/** At the end of the call, or instead of an answer. */
function statusOf(stream: ClientHttp2Stream): Promise<Status> {
  let status: Status | undefined;
  const take = (headers: IncomingHttpHeaders) => {
    const code = headers['grpc-status'];
    if (code !== undefined)
      status = { code: String(code), words: decodeURIComponent(String(headers['grpc-message'] ?? '')) };
  };
  stream.on('response', take);
  stream.on('trailers', take);
  return new Promise((resolve) =>
    stream.once('close', () => resolve(status ?? { code: '', words: 'the connection ended' })),
  );
}
