import { spawn } from 'node:child_process';
import type { RegistryAuth } from './engine';
import { EngineError } from './errors';

/**
 * Asks `docker-credential-<name> get`: the registry's key goes in through stdin, `{ ServerURL, Username, Secret }` comes
 * out through stdout, and so does the text of a failure. Undefined when the helper knows none or is not installed.
 */
export async function getFromHelper(
  name: string,
  host: string,
  { env, signal }: { readonly env: Readonly<Record<string, string | undefined>>; readonly signal?: AbortSignal },
): Promise<RegistryAuth | undefined> {
  const program = `docker-credential-${name}`;
  // The name is a part of a file name, and comes from a file.
  if (!/^[\w.-]+$/.test(name))
    throw new EngineError('invalid', `The Docker config names a credential helper that cannot be one: "${name}".`);
  const { status, output } = await run(program, host, env, signal);
  if (status === 'missing') return undefined;
  if (status !== 0) {
    if (/credentials not found/i.test(output)) return undefined;
    const reason =
      output.trim().split('\n').at(-1) ||
      `it ended with ${typeof status === 'number' ? `exit code ${status}` : 'a signal'}`;
    throw new EngineError('unauthorised', `The credential helper ${program} failed: ${reason.replace(/\.$/, '')}.`);
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

/** A keychain may ask the person to unlock it. */
const patienceMs = 30_000;

function run(
  program: string,
  input: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | undefined,
): Promise<{ readonly status: number | null | 'missing'; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], { env: { ...env }, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
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
      if (cause.code === 'ENOENT') resolve({ status: 'missing', output: '' });
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
      resolve({ status, output: Buffer.concat(output).toString('utf8') });
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    child.stdin.end(input);
  });
}
