import { addressText, describeEndpoint, type Endpoint } from '../endpoints';
import { EngineError } from '../errors';
import { SshError } from './ssh-agent';
import { sshError } from './ssh-errors';
import { startHint } from './start-hints';
import { tlsError } from './tls-errors';

/** Thrown when the first byte of an answer did not come in time. */
export class NoAnswer extends Error {
  constructor(readonly seconds: number) {
    super(`no answer within ${seconds} seconds`);
  }
}

/** An EngineError for a call that got no answer, or whose answer broke off. */
export function connectionError(cause: unknown, endpoint: Endpoint): EngineError {
  if (cause instanceof EngineError) return cause;
  const where = describeEndpoint(endpoint);
  // In the middle of a sentence; what decided for the address stands between commas.
  const inside = `${where},`;
  if (cause instanceof SyntaxError)
    return new EngineError('protocol', `The engine at ${inside} answered with something that is not JSON.`, { cause });
  if (cause instanceof SshError) return sshError(cause, where, addressText(endpoint.address));
  if (cause instanceof NoAnswer) {
    return new EngineError('unreachable', `The engine at ${inside} did not answer within ${cause.seconds} seconds.`, {
      cause,
      hint: startHint(endpoint),
    });
  }
  const { code = '', message = String(cause) } = (cause ?? {}) as { code?: string; message?: string };
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('permission', `This user may not use the engine at ${where}.`, {
      cause,
      hint: permissionHint(endpoint),
    });
  }
  const tls = tlsError(cause, inside, endpoint);
  if (tls) return tls;
  if (code.startsWith('HPE_')) {
    return new EngineError('protocol', `What answers at ${inside} does not speak HTTP.`, {
      cause,
      hint: 'If the engine expects TLS, set DOCKER_TLS_VERIFY or use a Docker context with certificates.',
    });
  }
  return new EngineError(
    'unreachable',
    `The engine at ${inside} cannot be reached: ${connectionReason(code, message, endpoint)}.`,
    { cause, hint: startHint(endpoint) },
  );
}

/** Whether a pooled socket had died before the call: then an idempotent one may be tried again. */
export function isStaleSocket(cause: unknown): boolean {
  const { code } = (cause ?? {}) as { code?: string };
  return code === 'EPIPE' || code === 'ECONNRESET';
}

function connectionReason(code: string, message: string, { address }: Endpoint): string {
  const local = address.kind === 'unix' || address.kind === 'npipe';
  switch (code) {
    case 'ENOENT':
      return local ? `there is no ${address.kind === 'unix' ? 'socket' : 'pipe'} of that name` : message;
    case 'ENOTSOCK':
    case 'ENOTDIR':
      return 'that is not a socket';
    case 'ECONNREFUSED':
      return local ? 'nothing listens on the socket' : 'the connection was refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is unknown';
    case 'ETIMEDOUT':
      return 'the connection timed out';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no route to the host';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return 'the connection broke off';
    default:
      return message.replace(/\.$/, '') || code;
  }
}

function permissionHint({ address }: Endpoint): string {
  if (address.kind === 'npipe') return 'Add your user to the group "docker-users", then sign out and in again.';
  return 'Add your user to the group "docker" (sudo usermod -aG docker $USER), then sign out and in again, or use a rootless engine.';
}
