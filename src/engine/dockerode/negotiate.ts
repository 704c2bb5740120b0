import { EngineError } from '../errors';
import { NoAnswer } from './connection-errors';
import type { Transport } from './transport';

/** What `/_ping` tells about an engine. */
export interface Negotiated {
  /** The version of the API that both sides know. */
  readonly apiVersion: string;
  readonly podman: boolean;
  readonly buildkit: boolean;
}

/** The newest API this adapter was written for, and the oldest any supported engine speaks. */
const newest = '1.47';
const oldest = '1.24';

/** One `/_ping`, which has no version itself, to the engine that messages call `where`. Rejects with node's error, `NoAnswer`, or EngineError `protocol`. */
export async function negotiate(transport: Transport, where: string, seconds: number): Promise<Negotiated> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), seconds * 1000);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ping(transport, where, abort.signal);
      } catch (cause) {
        if (abort.signal.aborted) throw new NoAnswer(seconds);
        if (attempt > 1 || (cause as NodeJS.ErrnoException).code !== 'ECONNRESET') throw cause;
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

async function ping(transport: Transport, where: string, signal: AbortSignal): Promise<Negotiated> {
  const { statusCode, headers, ...answer } = await readPing(transport, signal);
  const offered = headers['api-version'];
  if (statusCode !== 200 || typeof offered !== 'string' || !/^\d+\.\d+$/.test(offered)) {
    if (/HTTP request to an HTTPS server/i.test(answer.text)) {
      throw new EngineError('unreachable', `The engine at ${where}, cannot be reached: it expects TLS.`, {
        hint: 'Use a Docker context with certificates, or set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH.',
      });
    }
    throw new EngineError('protocol', `What answers at ${where}, is not a Docker engine (HTTP status ${statusCode}).`, {
      hint: 'Check the address: another program listens there.',
    });
  }
  if (compareVersions(offered, oldest) < 0) {
    throw new EngineError(
      'protocol',
      `The engine at ${where}, speaks version ${offered} of the API, which is older than ${oldest}.`,
      { hint: 'Update the engine.' },
    );
  }
  const podman = headers['libpod-api-version'] !== undefined;
  const builder = headers['builder-version'];
  return {
    apiVersion: compareVersions(offered, newest) < 0 ? offered : newest,
    podman,
    // Docker 20.10 has BuildKit and does not say so; Windows engines answer 1.
    buildkit: !podman && compareVersions(offered, '1.39') >= 0 && (builder === undefined || builder === '2'),
  };
}

async function readPing(transport: Transport, signal: AbortSignal) {
  const answer = await transport.request({ method: 'GET', path: '/_ping', signal });
  let text = '';
  for await (const chunk of answer) text += chunk;
  return { statusCode: answer.statusCode, headers: answer.headers, text };
}

/** For an engine that no longer speaks any version this adapter knows; undefined for another answer. */
export function tooNew(message: string, where: string): EngineError | undefined {
  const least = /client version \S+ is too old\. Minimum supported API version is ([\d.]+)/i.exec(message)?.[1];
  if (least === undefined || compareVersions(least, newest) <= 0) return undefined;
  return new EngineError(
    'protocol',
    `The engine at ${where}, speaks versions of the API from ${least} on, which are newer than ${newest}.`,
    { hint: 'Update Layerwright.' },
  );
}

/** Negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}
