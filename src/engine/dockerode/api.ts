import { type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { describeEndpoint, type Endpoint } from '../endpoints';
import { EngineError } from '../errors';
import { answerError, type Concern } from './answer-errors';
import { connectionError, isStaleSocket, NoAnswer } from './connection-errors';
import { type Negotiated, negotiate, tooNew } from './negotiate';
import type { Query, Transport, TransportCall } from './transport';

export interface ApiCall {
  readonly method?: TransportCall['method'];
  /** Without the version. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: NonNullable<TransportCall['headers']>;
  readonly body?: unknown;
  readonly upload?: Readable;
  readonly signal?: AbortSignal | undefined;
  /** The answer takes its time, so it must not hold one of few connections. */
  readonly long?: boolean;
  /** The answer should begin soon; otherwise it may take as long as it takes. */
  readonly quick?: boolean;
  readonly concern?: Concern;
  /** Statuses of 300 and above that are no failure. */
  readonly accept?: readonly number[];
}

/** The Engine API below our port: versions, retries and errors in one place. Everything rejects with an EngineError. */
export interface Api {
  readonly endpoint: Endpoint;
  readonly patience: Patience;
  negotiated(signal?: AbortSignal): Promise<Negotiated>;
  /** The answer read to its end and parsed; undefined when it is empty. */
  json(call: ApiCall): Promise<unknown>;
  /** For calls whose answer says nothing but that it is done: Podman's need not be JSON. */
  done(call: ApiCall): Promise<void>;
  /** Of an answer without a body. */
  head(call: ApiCall): Promise<IncomingHttpHeaders>;
  /** An answer to read as it comes. Errors of the stream are node's: pass them to `failure`. */
  stream(call: ApiCall): Promise<IncomingMessage>;
  /** The connection itself, after the engine agreed to give it. */
  upgrade(call: ApiCall): Promise<Duplex>;
  /** The EngineError for what a stream threw. */
  failure(cause: unknown, signal?: AbortSignal): EngineError;
  dispose(): void;
}

/**
 * Seconds until an answer begins: of the first call, and of quick ones. A host that swallows packets must not leave a view
 * loading for ever, while an engine that is just waking up may take its time to list.
 */
export interface Patience {
  readonly first: number;
  readonly quick: number;
}

export function createApi(transport: Transport, endpoint: Endpoint, patience = patienceFor(endpoint)): Api {
  let known: Promise<Negotiated> | undefined;
  let disposed = false;

  function failure(cause: unknown, signal?: AbortSignal): EngineError {
    if (signal?.aborted || disposed) return new EngineError('cancelled', 'The call was cancelled.', { cause });
    const error = connectionError(cause, endpoint);
    // An engine that comes back may be another version.
    if (error.reason === 'unreachable') known = undefined;
    return error;
  }

  function negotiated(signal?: AbortSignal): Promise<Negotiated> {
    if (known === undefined) {
      const pending = negotiate(transport, describeEndpoint(endpoint), patience.first).catch((cause) => {
        if (known === pending) known = undefined;
        throw failure(cause);
      });
      known = pending;
    }
    return untilAborted(known, signal);
  }

  async function send<A extends IncomingMessage | Duplex>(
    call: ApiCall,
    how: (call: TransportCall) => Promise<A>,
    limit = noLimit(call.signal),
  ): Promise<A> {
    const { method = 'GET', signal } = call;
    for (let attempt = 1; ; attempt += 1) {
      if (signal?.aborted || disposed) throw failure(undefined, signal);
      const { apiVersion } = await negotiated(signal);
      try {
        const answer = await how({ ...call, method, path: `/v${apiVersion}${call.path}`, signal: limit.signal });
        limit.answered();
        if (!(answer instanceof IncomingMessage)) return answer;
        const { statusCode: status = 0 } = answer;
        if ((status >= 200 && status < 300) || call.accept?.includes(status)) return answer;
        const error = answerError(status, await errorText(answer), call.concern);
        // The engine was replaced by an older one since the version was agreed on.
        if (attempt > 1 || !/client version \S+ is too (?:new|old)/i.test(error.message))
          throw tooNew(error.message, describeEndpoint(endpoint)) ?? error;
        known = undefined;
      } catch (cause) {
        if (cause instanceof EngineError) throw cause;
        if (limit.timedOut()) throw failure(new NoAnswer(patience.quick), signal);
        const again =
          attempt === 1 &&
          (method === 'GET' || method === 'HEAD') &&
          isStaleSocket(cause) &&
          !signal?.aborted &&
          !disposed;
        if (!again) throw failure(cause, signal);
      }
    }
  }

  async function whole<T>(call: ApiCall, parse: (text: string) => T): Promise<T> {
    const limit = call.quick ? limitTime(patience.quick, call.signal) : noLimit(call.signal);
    try {
      return parse(await readText(await send(call, (sent) => transport.request(sent), limit)));
    } catch (cause) {
      throw cause instanceof EngineError ? cause : failure(cause, call.signal);
    } finally {
      limit.done();
    }
  }

  return {
    endpoint,
    patience,
    negotiated,
    failure,
    json: (call) => whole<unknown>(call, (text) => (text.trim() === '' ? undefined : JSON.parse(text))),
    done: (call) => whole(call, () => undefined),
    async head(call) {
      const limit = limitTime(patience.quick, call.signal);
      try {
        const answer = await send({ ...call, method: 'HEAD' }, (sent) => transport.request(sent), limit);
        answer.resume();
        return answer.headers;
      } finally {
        limit.done();
      }
    },
    stream: (call) => send({ ...call, long: true }, (sent) => transport.request(sent)),
    async upgrade(call) {
      const limit = call.quick ? limitTime(patience.quick, call.signal) : noLimit(call.signal);
      const answer = await send<Duplex | IncomingMessage>(
        { ...call, method: 'POST' },
        (sent) => transport.upgrade(sent),
        limit,
      ).finally(() => limit.done());
      if (!(answer instanceof IncomingMessage)) return answer;
      answer.destroy();
      throw new EngineError('protocol', 'The engine answered, but did not hand over the connection.');
    },
    dispose() {
      disposed = true;
      transport.dispose();
    },
  };
}

/** The text of an answer, read to its end. Rejects when it breaks off. */
export async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function errorText(answer: IncomingMessage): Promise<string> {
  const text = await readText(answer);
  try {
    const { message, error, cause } = JSON.parse(text);
    return String(message ?? error ?? cause ?? '');
  } catch {
    return text;
  }
}

/** An ssh login takes longer than opening a socket. */
function patienceFor({ address }: Endpoint): Patience {
  return { first: address.kind === 'ssh' ? 40 : 10, quick: 30 };
}

interface Limit {
  readonly signal: AbortSignal;
  timedOut(): boolean;
  /** The answer has begun; from now on it may take its time. */
  answered(): void;
  /** The call is over. */
  done(): void;
}

function noLimit(signal: AbortSignal = new AbortController().signal): Limit {
  return { signal, timedOut: () => false, answered: () => {}, done: () => {} };
}

function limitTime(seconds: number, signal: AbortSignal | undefined): Limit {
  const controller = new AbortController();
  let late = false;
  const onAbort = () => controller.abort();
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, seconds * 1000);
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    timedOut: () => late,
    answered: () => clearTimeout(timer),
    done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new EngineError('cancelled', 'The call was cancelled.'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
