import type { RegistryAuth } from '../engine/engine';
import { EngineError } from '../engine/errors';
import { isLoopback, registryName } from './address';
import type { Challenge } from './challenge';
import { answerFailure, networkFailure } from './failures';
import type { Http, HttpAnswer } from './http';

export type BearerChallenge = Extract<Challenge, { scheme: 'bearer' }>;

export interface TokenQuestion {
  /** The registry. */
  readonly host: string;
  /** Where the registry answered; a relative realm is below it. */
  readonly base: URL;
  readonly challenge: BearerChallenge;
  readonly auth: RegistryAuth | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface Token {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/**
 * Asks the token server that the registry names, with the person's credentials or anonymously. Rejects with `registry` when
 * that server is reached without TLS, unless both are this machine; nothing is sent then.
 */
export async function askToken(http: Http, question: TokenQuestion): Promise<Token> {
  const { host, base, challenge, auth, signal } = question;
  const realm = realmOf(host, base, challenge);
  const answer = await (auth?.identityToken === undefined
    ? http.send({ url: withQuery(realm, question), headers: basicHeader(auth), signal })
    : http.send({ url: realm, method: 'POST', ...refresh(auth.identityToken, challenge), signal })
  ).catch((cause) => {
    throw cause instanceof EngineError ? cause : networkFailure(realm.host, cause);
  });
  if (answer.status === 401 || answer.status === 403 || (answer.status === 400 && auth !== undefined))
    throw refused(host, auth, answerFailure(host, answer, 'it'));
  if (answer.status !== 200) throw answerFailure(realm.host, answer, 'a token');
  return readToken(host, answer);
}

/** `Authorization` of a password; empty without one. */
export function basicHeader(auth: RegistryAuth | undefined): Readonly<Record<string, string>> {
  if (auth?.username === undefined) return {};
  return { Authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password ?? ''}`).toString('base64')}` };
}

export function refused(host: string, auth: RegistryAuth | undefined, cause: unknown): EngineError {
  if (auth === undefined)
    return new EngineError(
      'unauthorised',
      `${registryName(host)} asks for a sign-in, and there are no credentials for it.`,
      {
        cause,
        hint: 'Log in to the registry.',
      },
    );
  const whose = auth.username === undefined ? 'the stored token' : `the credentials of ${auth.username}`;
  return new EngineError('unauthorised', `${registryName(host)} does not accept ${whose}.`, {
    cause,
    hint: 'Log in to the registry again.',
  });
}

function realmOf(host: string, base: URL, { realm }: BearerChallenge): URL {
  if (!URL.canParse(realm, base.href))
    throw new EngineError('registry', `${registryName(host)} names no valid address for its tokens.`);
  const url = new URL(realm, base);
  const local = url.protocol === 'http:' && isLoopback(url.host) && isLoopback(base.host);
  if (url.protocol !== 'https:' && !local)
    throw new EngineError(
      'registry',
      `${registryName(host)} wants sign-ins to be sent to ${url.origin}, which is not encrypted, so nothing was sent.`,
    );
  // Only what the person stored is sent, never what an address brings along.
  url.username = '';
  url.password = '';
  return url;
}

function withQuery(realm: URL, { challenge: { service, scope }, auth }: TokenQuestion): URL {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  // Several scopes are several parameters.
  for (const one of scope?.split(' ') ?? []) if (one !== '') url.searchParams.append('scope', one);
  if (auth?.username !== undefined) url.searchParams.set('account', auth.username);
  return url;
}

function refresh(identityToken: string, { service, scope }: BearerChallenge) {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: identityToken,
    client_id: 'layerwright',
    ...(service === undefined ? {} : { service }),
    ...(scope === undefined ? {} : { scope }),
  });
  return { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: form.toString() };
}

function readToken(host: string, { body }: HttpAnswer): Token {
  try {
    const { token, access_token: accessToken, expires_in: seconds } = JSON.parse(body.toString('utf8'));
    const text = token || accessToken;
    // It becomes a part of a header.
    if (typeof text === 'string' && /^[\x21-\x7e]+$/.test(text))
      return { text, expires: Date.now() + 1000 * Math.max(10, (Number(seconds) || 60) - 10) };
  } catch {
    // The answer may hold the token, so it is no part of the message or the cause.
  }
  throw new EngineError(
    'registry',
    `The token server of ${registryName(host)} answered with something that is no token.`,
  );
}
