import { type IncomingHttpHeaders, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { SecureContext } from 'node:tls';
import { EngineError } from '../engine/errors';
import { isLoopback } from './address';

export interface HttpRequest {
  readonly url: URL;
  /** GET where left out. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Http {
  /**
   * Sends a request and reads the answer. Follows redirects of GET and HEAD; the Authorization header stays behind when one
   * leads to another host, port or scheme, and none leads from TLS to a connection without. Rejects with what Node says
   * of a connection that fails, and with EngineError `cancelled`.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  dispose(): void;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const patienceMs = 20_000;
/** A manifest has at most 4 MB, a list of tags hardly more. */
const mostBytes = 16_000_000;

/** `trust` is asked once for each host. */
export function createHttp(trust: (host: string) => Promise<SecureContext>): Http {
  const options = { keepAlive: true, maxSockets: 8, timeout: patienceMs };
  const plainAgent = new PlainAgent(options);
  const secureAgents = new Map<string, Promise<SecureAgent>>();

  function secureAgent(host: string): Promise<SecureAgent> {
    const known = secureAgents.get(host);
    if (known) return known;
    // A registry on this machine may have a certificate of its own making: engines do not look at it, either.
    const rejectUnauthorized = !isLoopback(host);
    const agent = trust(host).then(
      (secureContext) => new SecureAgent({ ...options, secureContext, rejectUnauthorized }),
    );
    secureAgents.set(host, agent);
    return agent;
  }

  async function sendOnce(request: HttpRequest): Promise<HttpAnswer> {
    const secure = request.url.protocol === 'https:';
    const agent = secure ? await secureAgent(request.url.host) : plainAgent;
    try {
      return await exchange(request, agent);
    } catch (error) {
      // The server had closed the pooled connection meanwhile; what was asked can be asked again.
      if (!(error as { reused?: boolean }).reused || request.method === 'POST') throw error;
      return exchange(request, agent);
    }
  }

  return {
    async send(request) {
      let current = request;
      for (let step = 0; ; step += 1) {
        const answer = await sendOnce(current);
        const target = redirectOf(current, answer);
        if (!target) return answer;
        if (step === 5) throw new EngineError('registry', `${request.url.host} redirects in circles.`);
        current = follow(current, target);
      }
    },
    dispose() {
      plainAgent.destroy();
      for (const agent of secureAgents.values()) void agent.then((made) => made.destroy());
    },
  };
}

function redirectOf({ url, method = 'GET' }: HttpRequest, { status, headers }: HttpAnswer): URL | undefined {
  if (!redirects.has(status) || (method !== 'GET' && method !== 'HEAD') || headers.location === undefined)
    return undefined;
  return URL.canParse(headers.location, url.href) ? new URL(headers.location, url.href) : undefined;
}

function follow(request: HttpRequest, target: URL): HttpRequest {
  const plainHere = request.url.protocol === 'http:' && isLoopback(target.host);
  if (target.protocol !== 'https:' && !(target.protocol === 'http:' && plainHere))
    throw new EngineError('registry', `${request.url.host} redirects to ${target.origin}, which is not encrypted.`);
  if (target.origin === request.url.origin) return { ...request, url: target };
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...request, url: target, headers: Object.fromEntries(headers) };
}

function exchange(
  { url, method = 'GET', headers = {}, body, signal }: HttpRequest,
  agent: PlainAgent | SecureAgent,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled());
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const call = send(url, {
      agent,
      method,
      headers: {
        'User-Agent': 'layerwright',
        ...headers,
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      },
      timeout: patienceMs,
    });
    const abort = () => call.destroy(cancelled());
    const fail = (error: Error) => {
      signal?.removeEventListener('abort', abort);
      reject(
        Object.assign(error, { reused: call.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET' }),
      );
    };
    signal?.addEventListener('abort', abort, { once: true });
    call.on('timeout', () => call.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    call.on('error', fail);
    call.on('response', (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        bytes += part.length;
        if (bytes > mostBytes)
          call.destroy(new EngineError('registry', `${url.host} answers with more than a list or manifest can be.`));
      });
      answer.on('error', fail);
      answer.on('end', () => {
        signal?.removeEventListener('abort', abort);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
      });
    });
    call.end(body);
  });
}

function cancelled(): EngineError {
  return new EngineError('cancelled', 'The call was cancelled.');
}
