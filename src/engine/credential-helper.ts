import { spawn } from 'node:child_process';
import type { RegistryAuth } from './engine';
import { EngineError } from './errors';

export interface HelperOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/**
 * Asks `docker-credential-<name> get`: the registry's key goes in through stdin, `{ ServerURL, Username, Secret }` comes
 * out through stdout, and so does the text of a failure. Undefined when the helper knows none or is not installed.
 */
export async function getFromHelper(
  name: string,
  host: string,
  options: HelperOptions,
): Promise<RegistryAuth | undefined> {
  const { program, status, output } = await run(name, 'get', host, options);
  if (status === 'missing') return undefined;
  if (status !== 0) {
    if (isUnknown(output)) return undefined;
    throw failure(program, status, output);
  }
  try {
    const { Username: username, Secret: secret, ServerURL: server } = JSON.parse(output);
    if (typeof username !== 'string' || typeof secret !== 'string') throw new SyntaxError('no credentials');
    if (username === '<token>') return { serverAddress: host, identityToken: secret };
    return { serverAddress: typeof server === 'string' && server !== '' ? server : host, username, password: secret };
  } catch {
    // The output may hold the secret, so it is no part of the message or the cause.
    throw new EngineError(
      'unauthorised',
      `The credential helper ${program} answered with something that is not a credential.`,
    );
  }
}

/** Gives credentials to `docker-credential-<name> store`, through stdin. False when the helper is not installed. */
export async function storeInHelper(
  name: string,
  host: string,
  { username, password }: { readonly username: string; readonly password: string },
  options: HelperOptions,
): Promise<boolean> {
  const input = JSON.stringify({ ServerURL: host, Username: username, Secret: password });
  const { program, status, output } = await run(name, 'store', input, options);
  if (status === 'missing') return false;
  if (status === 0) return true;
  // A helper that repeats what it was given must not put it on the screen.
  throw failure(program, status, output.includes(password) ? '' : output);
}

/** `docker-credential-<name> erase`. False when it had none for the host, or is not installed. */
export async function eraseFromHelper(name: string, host: string, options: HelperOptions): Promise<boolean> {
  // Erasing what is not there is a success with some helpers.
  if ((await getFromHelper(name, host, options)) === undefined) return false;
  const { program, status, output } = await run(name, 'erase', host, options);
  if (status === 0) return true;
  if (status === 'missing' || isUnknown(output)) return false;
  throw failure(program, status, output);
}

function isUnknown(output: string): boolean {
  return /credentials not found/i.test(output);
}

function failure(program: string, status: number | null, output: string): EngineError {
  const reason =
    output.trim().split('\n').at(-1) ||
    `it ended with ${typeof status === 'number' ? `exit code ${status}` : 'a signal'}`;
  return new EngineError('unauthorised', `The credential helper ${program} failed: ${reason.replace(/\.$/, '')}.`);
}

/** A keychain may ask the person to unlock it. */
const patienceMs = 30_000;

interface Run {
  readonly program: string;
  readonly status: number | null | 'missing';
  readonly output: string;
}

async function run(
  name: string,
  action: 'get' | 'store' | 'erase',
  input: string,
  { env, signal }: HelperOptions,
): Promise<Run> {
  // The name is a part of a file name, and comes from a file.
  if (!/^[\w.-]+$/.test(name))
    throw new EngineError('invalid', `The Docker config names a credential helper that cannot be one: "${name}".`);
  const program = `docker-credential-${name}`;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [action], { env: { ...env }, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
    const fail = (error: EngineError) => {
      stop();
      child.kill();
      child.stdout.destroy();
      reject(error);
    };
    const onAbort = () => fail(new EngineError('cancelled', 'The call was cancelled.'));
    const timer = setTimeout(
      () =>
        fail(
          new EngineError(
            'unauthorised',
            `The credential helper ${program} did not answer within ${patienceMs / 1000} seconds.`,
          ),
        ),
      patienceMs,
    );
    const stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const output: Buffer[] = [];
    child.on('error', (cause: NodeJS.ErrnoException) => {
      stop();
      if (cause.code === 'ENOENT') resolve({ program, status: 'missing', output: '' });
      else
        reject(
          new EngineError('unauthorised', `The credential helper ${program} cannot be run: ${cause.message}.`, {
            cause,
          }),
        );
    });
    child.stdin.on('error', () => {});
    child.stdout.on('error', () => {});
    child.stdout.on('data', (data: Buffer) => output.push(data));
    child.on('close', (status) => {
      stop();
      resolve({ program, status, output: Buffer.concat(output).toString('utf8') });
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    child.stdin.end(input);
  });
}
