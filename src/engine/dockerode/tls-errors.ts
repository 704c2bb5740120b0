import type { Endpoint } from '../endpoints';
import { EngineError } from '../errors';

/** What node calls failures of certificates and of the handshake. */
const tlsCodes = /^(?:CERT_|ERR_TLS|ERR_SSL|ERR_OSSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/;

interface Known {
  readonly reason: string;
  readonly hint: string;
}

const certificates = 'the certificates of the Docker context or in DOCKER_CERT_PATH';

interface TlsFailure {
  readonly code?: string;
  readonly message?: string;
  /** What the other side showed, where its name was wrong. */
  readonly cert?: { readonly subjectaltname?: string };
}

/** An EngineError for a failure of TLS; undefined for another one. `inside` is the address within a sentence, with a comma. */
export function tlsError(cause: unknown, inside: string, { address }: Endpoint): EngineError | undefined {
  const failure = (cause ?? {}) as TlsFailure;
  if (!tlsCodes.test(failure.code ?? '')) return undefined;
  const shown = address.kind === 'tcp' && address.tls?.cert !== undefined;
  const { reason, hint } = explain(failure, shown);
  return new EngineError('unreachable', `The engine at ${inside} could not be reached over TLS: ${reason}.`, {
    cause,
    hint,
  });
}

function explain({ code = '', message = '', cert }: TlsFailure, shown: boolean): Known {
  if (/wrong.version.number|packet length too long|http request/i.test(message)) {
    return {
      reason: 'it does not use TLS',
      hint: 'Remove DOCKER_TLS_VERIFY or the certificates of the Docker context, or use the port that has TLS (mostly 2376).',
    };
  }
  const refused =
    /alert (?:unknown ca|bad certificate|certificate unknown|handshake failure|certificate expired)/i.test(message);
  // Older engines have one word for a bad certificate and for none.
  if (/certificate required/i.test(message) || (refused && !shown)) {
    return {
      reason: 'it wants a client certificate, and there is none',
      hint: 'Add cert.pem and key.pem to the Docker context or the folder of DOCKER_CERT_PATH.',
    };
  }
  if (refused) {
    const expired = /certificate expired/i.test(message);
    return {
      reason: expired ? 'the client certificate has expired' : 'it refused the client certificate',
      hint: `Ask for a new client certificate from whoever runs the engine, and put it into ${certificates.replace(/^the certificates of /, '')}.`,
    };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return {
      reason: "the engine's certificate has expired",
      hint: 'Whoever runs the engine has to renew it. Check the clock of this machine, too.',
    };
  }
  if (code === 'CERT_NOT_YET_VALID')
    return { reason: "the engine's certificate is not valid yet", hint: 'Check the clock of this machine.' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    const names = cert?.subjectaltname?.replaceAll(/DNS:|IP Address:/g, '');
    return {
      reason: `its certificate is for another name${names ? ` (${names})` : ''}`,
      hint: 'Use the address by a name that the certificate holds.',
    };
  }
  if (/SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|DEPTH_ZERO/.test(code)) {
    return {
      reason: 'its certificate is signed by an authority that is not known here',
      hint: 'Put the ca.pem of that authority into the Docker context or the folder of DOCKER_CERT_PATH.',
    };
  }
  if (/KEY_VALUES_MISMATCH/.test(code))
    return { reason: 'the client key does not belong to the client certificate', hint: `Check ${certificates}.` };
  if (/PEM|ASN1|DECODER|UNSUPPORTED/.test(code)) {
    return { reason: 'a certificate or key file is damaged or no PEM file', hint: `Check ${certificates}.` };
  }
  return { reason: message.replace(/\.$/, '') || code, hint: `Check ${certificates}.` };
}
