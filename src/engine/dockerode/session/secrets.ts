import { readFile, stat } from 'node:fs/promises';
import type { BuildSecret } from '../../build-options';
import { EngineError } from '../../errors';
import { GrpcError, type GrpcMethod, unary } from './grpc';
import { firstString, messageOf } from './protobuf';

/** The most BuildKit takes. */
const mostBytes = 500 * 1024;

/** `moby.buildkit.secrets.v1.Secrets/GetSecret`. One that cannot be read ends the build: `onError` is told why. */
export function secretsMethod(
  secrets: Readonly<Record<string, BuildSecret>>,
  onError: (error: EngineError) => void,
): GrpcMethod {
  return unary(async (request) => {
    const id = firstString(request);
    const secret = Object.hasOwn(secrets, id) ? secrets[id] : undefined;
    const notFound = 5;
    // A mount that is not required goes on without.
    if (!secret) throw new GrpcError(notFound, `secret ${id} was not given`);
    try {
      return messageOf(await bytesOf(id, secret));
    } catch (error) {
      if (error instanceof EngineError) onError(error);
      throw error;
    }
  });
}

async function bytesOf(id: string, secret: BuildSecret): Promise<Uint8Array> {
  const bytes = 'bytes' in secret ? secret.bytes : await readSecret(id, secret);
  if (bytes.length <= mostBytes) return bytes;
  throw new EngineError('invalid', `The secret "${id}" is larger than 500 KiB, the most BuildKit takes.`);
}

async function readSecret(id: string, secret: Exclude<BuildSecret, { bytes: Uint8Array }>): Promise<Uint8Array> {
  if ('variable' in secret) {
    const text = process.env[secret.variable];
    if (text !== undefined) return Buffer.from(text);
    throw new EngineError('invalid', `The secret "${id}" cannot be read: the variable ${secret.variable} is not set.`);
  }
  const { file } = secret;
  try {
    // Reading a pipe could wait for ever.
    if (!(await stat(file)).isFile()) throw new Error('it is no file');
    return await readFile(file);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'it does not exist' : code === 'EACCES' ? 'permission denied' : message;
    throw new EngineError('invalid', `The secret "${id}" cannot be read from ${file}: ${why}.`, { cause });
  }
}
