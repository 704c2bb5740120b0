import { EngineError } from '../engine/errors';
import { registryName } from './address';
import type { HttpAnswer } from './http';

/** An answer other than success. `what` is what was asked for, as in `The repository team/app`. */
export function answerFailure(host: string, { status, body, headers }: HttpAnswer, what: string): EngineError {
  const name = registryName(host);
  const said = messageOf(body);
  const cause = new Error(`HTTP ${status}${said === undefined ? '' : `: ${said}`}`);
  const words = said === undefined ? '' : ` It says: ${said.replace(/\.$/, '')}.`;
  if (status === 401 || status === 403)
    return new EngineError('unauthorised', `${name} refuses access to ${what}.${words}`, {
      cause,
      hint: 'Log in with an account that may use it.',
    });
  if (status === 404) return new EngineError('not-found', `${name} does not have ${what}.`, { cause });
  if (status === 429) {
    const seconds = Number(headers['retry-after']);
    const when = Number.isInteger(seconds) && seconds > 0 ? `in ${seconds} seconds` : 'later';
    return new EngineError('registry', `${name} refuses more requests for now: its rate limit is reached.`, {
      cause,
      hint: `Log in, or try again ${when}.`,
    });
  }
  return new EngineError('registry', `${name} answered with HTTP status ${status}.${words}`, { cause });
}

/** The first of `{ errors: [{ code, message }] }`, at most one line. */
function messageOf(body: Buffer): string | undefined {
  try {
    const { errors, message, detail } = JSON.parse(body.toString('utf8'));
    const text = errors?.[0]?.message ?? message ?? detail;
    return typeof text === 'string' && text.trim() !== '' ? text.trim().split('\n')[0]?.slice(0, 200) : undefined;
  } catch {
    return undefined;
  }
}

/** A connection that did not come about, or broke. */
export function networkFailure(host: string, cause: unknown): EngineError {
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException;
  return new EngineError('registry', `${registryName(host)} cannot be reached: ${reason(code, message)}.`, {
    cause,
    ...(/CERT|SELF_SIGNED|ISSUER|SIGNATURE/.test(code)
      ? {
          hint: 'Give its certificate authority to this machine, or put it into the certs.d folder of Docker as ca.crt.',
        }
      : {}),
  });
}

function reason(code: string, message: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its host is unknown';
    case 'ETIMEDOUT':
      return 'it does not answer';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'it ended the connection';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no network route to it';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another host';
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'its certificate is not signed by an authority this machine knows';
    default:
      return isNoTls(cause({ code, message })) ? 'it does not use TLS' : message.replace(/\.$/, '');
  }
}

function cause(error: { readonly code: string; readonly message: string }): NodeJS.ErrnoException {
  return Object.assign(new Error(error.message), { code: error.code });
}

/** Somebody answered, and not with TLS. */
export function isNoTls(error: unknown): boolean {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  return (
    ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ECONNRESET'].includes(code) ||
    /wrong version number|packet length too long|http request/i.test(message)
  );
}
