import { constants, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Duplex, Readable } from 'node:stream';

/** One call of the engine, which is the client here. Messages are protobuf. */
export interface GrpcCall {
  /** The values of a metadata key, one by one. */
  metadata(key: string): readonly string[];
  /** What the engine sends, until it has said everything. Throws when it gives up. */
  messages(): AsyncGenerator<Buffer>;
  /** Sends bytes that are messages with their prefixes. `taken` is called when they may be overwritten. */
  write(framed: Uint8Array, taken?: () => void): void;
  /** Resolves when little enough waits to be sent; undefined when that is so already. */
  room(): Promise<void> | undefined;
  /** Breaks the call off. */
  cancel(): void;
  /** Aborts when the engine gives up or the connection ends. */
  readonly signal: AbortSignal;
}

/** Sends its answer, then resolves. A GrpcError becomes the call's status, any other the status "unknown". */
export type GrpcMethod = (call: GrpcCall) => Promise<void>;

/** The status of a call that failed; numbers are gRPC's. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';

  constructor(
    readonly status: 2 | 5 | 13,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Bytes of a call that may wait to be sent before whoever writes them has to wait. */
const mostWaiting = 1024 * 1024;

/** Answers gRPC calls on a connection, by their paths, until it ends. */
export function serveGrpc(socket: Duplex, methods: Readonly<Record<string, GrpcMethod>>): void {
  const server = createServer({ settings: { initialWindowSize: 1024 * 1024 } });
  server.on('sessionError', () => socket.destroy());
  server.on('error', () => socket.destroy());
  const onStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, rawHeaders: string[]) => {
    stream.on('error', () => {});
    const method = methods[String(headers[':path'])];
    if (method) void answer(stream, rawHeaders, method);
    // BuildKit does without what is not there, such as the newer calls about tokens.
    else stream.respond({ ...responseHeaders, 'grpc-status': unimplemented }, { endStream: true });
  };
  server.on('stream', onStream as (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number) => void);
  server.emit('connection', socket);
}

/** A call with one message each way. */
export function unary(answer: (request: Buffer) => Uint8Array | Promise<Uint8Array>): GrpcMethod {
  return async (call) => {
    let request: Buffer = Buffer.alloc(0);
    for await (const message of call.messages()) request = message;
    call.write(framed(await answer(request)));
  };
}

/** A message behind a zero byte (not compressed) and its length in four. */
export function framed(message: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(prefixBytes + message.length);
  writePrefix(bytes, 0, message.length);
  bytes.set(message, prefixBytes);
  return bytes;
}

export const prefixBytes = 5;

export function writePrefix(bytes: Buffer, at: number, length: number): void {
  bytes[at] = 0;
  bytes.writeUInt32BE(length, at + 1);
}

const responseHeaders = { ':status': 200, 'content-type': 'application/grpc' };
const unimplemented = '12';

async function answer(stream: ServerHttp2Stream, rawHeaders: readonly string[], method: GrpcMethod): Promise<void> {
  if (stream.destroyed) return;
  const ended = new AbortController();
  stream.on('close', () => ended.abort());
  let trailers: Record<string, string> = { 'grpc-status': '0' };
  stream.respond(responseHeaders, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  try {
    await method(createCall(stream, rawHeaders, ended.signal));
  } catch (error) {
    const status = error instanceof GrpcError ? error.status : 2;
    const message = error instanceof Error ? error.message : String(error);
    trailers = { 'grpc-status': String(status), 'grpc-message': encodeURIComponent(message) };
  }
  if (!stream.destroyed) stream.end();
}

function createCall(stream: ServerHttp2Stream, rawHeaders: readonly string[], signal: AbortSignal): GrpcCall {
  let waiting = 0;
  const waiters = new Set<() => void>();
  const wake = () => {
    for (const resolve of waiters) resolve();
    waiters.clear();
  };
  signal.addEventListener('abort', wake, { once: true });
  return {
    signal,
    metadata: (key) =>
      rawHeaders.flatMap((name, index) => (index % 2 === 0 && name === key ? [rawHeaders[index + 1] ?? ''] : [])),
    messages: () => readMessages(stream),
    cancel: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
    write(bytes, taken) {
      if (signal.aborted) return taken?.();
      waiting += bytes.length;
      stream.write(bytes, () => {
        waiting -= bytes.length;
        taken?.();
        if (waiting <= mostWaiting / 2) wake();
      });
    },
    room() {
      if (waiting <= mostWaiting || signal.aborted) return undefined;
      return new Promise((resolve) => waiters.add(resolve));
    },
  };
}

/** What comes in on a stream of a call, message by message. */
export async function* readMessages(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer | undefined;
  // Who has read enough may still have something to say.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let bytes: Buffer = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    while (bytes.length >= prefixBytes) {
      const end = prefixBytes + bytes.readUInt32BE(1);
      if (bytes.length < end) break;
      yield bytes.subarray(prefixBytes, end);
      bytes = bytes.subarray(end);
    }
    rest = bytes.length === 0 ? undefined : bytes;
  }
}
