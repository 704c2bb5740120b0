import type { RegistryAuth } from '../engine/engine';
import { EngineError } from '../engine/errors';
import { createSharedWork, type SharedWork } from '../engine/shared-work';
import { hubHost, isLoopback } from './address';
import { type Challenge, parseChallenge } from './challenge';
import { isNoTls, networkFailure } from './failures';
import type { Http, HttpAnswer, HttpRequest } from './http';
import { askToken, basicHeader, refused, type Token } from './token';

export interface RegistryCall {
  /** Below the registry, with its query: `/v2/team/app/tags/list?n=100`. */
  readonly path: string;
  readonly method?: HttpRequest['method'];
  readonly accept?: string;
  /** Sends the password without being asked for it. Always to the registry itself. */
  readonly unasked?: true;
  readonly signal: AbortSignal | undefined;
}

/** Calls to one registry, with the credentials it asks for. */
export interface RegistrySession {
  /**
   * Rejects with EngineError `unauthorised` when there are no credentials, or they are not accepted. An account that is
   * known and may not do this gives an answer with status 401 or 403.
   */
  call(call: RegistryCall): Promise<HttpAnswer>;
  /** Name of the account whose credentials were accepted. */
  readonly user: string | undefined;
  /** What the registry says of itself when it asks for tokens, such as `harbor-registry`. */
  readonly service: string | undefined;
}

export interface SessionOptions {
  readonly host: string;
  readonly http: Http;
  /** Asked when the registry wants them, once. */
  readonly credentials: (signal: AbortSignal | undefined) => Promise<RegistryAuth | undefined>;
}

/**
 * Credentials go to the registry itself, or to the token server its challenge names; see `askToken`. Nothing is sent
 * before the registry asked for it.
 */
export function createSession({ host, http, credentials }: SessionOptions): RegistrySession {
  const tokens = new Map<string, SharedWork<Token>>();
  const base = createSharedWork(findBase);
  const stored = createSharedWork(credentials);
  /** By kind of call: what the registry asked for the last time. */
  const asked = new Map<string, Challenge>();
  let user: string | undefined;
  let service: string | undefined;

  /** An engine uses registries on this machine without TLS, and so do we. */
  async function findBase(signal: AbortSignal): Promise<URL> {
    const secure = new URL(`https://${host === hubHost ? 'registry-1.docker.io' : host}`);
    if (!isLoopback(host)) return secure;
    try {
      await http.send({ url: new URL('/v2/', secure), signal });
      return secure;
    } catch (error) {
      if (isNoTls(error)) return new URL(`http://${host}`);
      throw error;
    }
  }

  async function token(
    challenge: Extract<Challenge, { scheme: 'bearer' }>,
    at: URL,
    signal?: AbortSignal,
  ): Promise<string> {
    const key = `${challenge.realm} ${challenge.service} ${challenge.scope}`;
    const known = await tokens.get(key)?.get(signal);
    if (known && known.expires > Date.now()) return known.text;
    const asking = createSharedWork(async (signal) => {
      const auth = await stored.get(signal);
      return askToken(http, { host, base: at, challenge, auth, signal });
    });
    tokens.set(key, asking);
    return (await asking.get(signal)).text;
  }

  async function authorization(
    challenge: Challenge,
    at: URL,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, string>>> {
    if (challenge.scheme === 'bearer') return { Authorization: `Bearer ${await token(challenge, at, signal)}` };
    return basicHeader(await stored.get(signal));
  }

  async function call({ path, method = 'GET', accept, unasked, signal }: RegistryCall): Promise<HttpAnswer> {
    const at = await base.get(signal);
    const url = new URL(path, at);
    const request = { url, method, signal };
    const common = accept === undefined ? {} : { Accept: accept };
    const kind = `${method === 'DELETE' ? 'DELETE' : 'GET'} ${url.pathname.replace(/\/(?:tags|manifests|blobs)\/.*$/, '')}`;
    const before = asked.get(kind);
    const headers = unasked
      ? basicHeader(await stored.get(signal))
      : before
        ? await authorization(before, at, signal)
        : {};
    const answer = await http.send({ ...request, headers: { ...common, ...headers } });
    if (answer.status !== 401) return answer;
    const challenge = parseChallenge(answer.headers['www-authenticate']);
    if (!challenge)
      throw refused(host, unasked && (await stored.get(signal)), new Error('HTTP 401 without a challenge'));
    if (challenge.scheme === 'bearer') service = challenge.service;
    asked.set(kind, challenge);
    if (before?.scheme === 'bearer' && challenge.scheme === 'bearer')
      tokens.delete(`${challenge.realm} ${challenge.service} ${challenge.scope}`);
    const second = await http.send({
      ...request,
      headers: { ...common, ...(await authorization(challenge, at, signal)) },
    });
    const auth = await stored.get(signal);
    if (second.status === 401 && (!auth || challenge.scheme === 'basic'))
      throw refused(host, auth, new Error('HTTP 401'));
    user = auth?.username;
    return second;
  }

  return {
    call: (wanted) =>
      call(wanted).catch((cause) => {
        throw cause instanceof EngineError ? cause : networkFailure(host, cause);
      }),
    get user() {
      return user;
    },
    get service() {
      return service;
    },
  };
}
