import { execFile, spawn } from 'node:child_process';
import { addressText, type Endpoint } from '../../engine/endpoints';
import { EngineError } from '../../engine/errors';

type Environment = Readonly<Record<string, string | undefined>>;

/** How compose is called on this machine: its program, and the arguments that come before compose's own. */
export interface ComposeProgram {
  readonly program: string;
  readonly before: readonly string[];
}

/** The docker command's compose, or the program of its own that came before. Throws when there is neither. */
export async function findCompose(env: Environment): Promise<ComposeProgram> {
  const candidates: readonly ComposeProgram[] = [
    { program: 'docker', before: ['compose'] },
    { program: 'docker-compose', before: [] },
  ];
  for (const candidate of candidates) if (await answers(candidate, env)) return candidate;
  throw new EngineError('not-found', 'Docker Compose is not installed on this machine.', {
    hint: 'Install the compose plugin of the docker command. Start, stop, restart and remove of the whole project work without it.',
  });
}

/** The variables under which compose talks to the engine that is shown here. */
export function composeEnvironment(env: Environment, { context, address }: Endpoint): Environment {
  const { DOCKER_HOST: _host, DOCKER_CONTEXT: _context, ...rest } = env;
  return context === undefined ? { ...rest, DOCKER_HOST: addressText(address) } : { ...rest, DOCKER_CONTEXT: context };
}

export interface ComposeRun extends ComposeProgram {
  /** Each as it is: no shell reads them. */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly folder: string | undefined;
}

/** What compose prints, to its end; the signal interrupts it as Ctrl+C would. The last line says how it failed. */
export async function* runCompose(
  { program, before, args, env, folder }: ComposeRun,
  signal: AbortSignal,
): AsyncGenerator<string | Uint8Array> {
  const all = [...before, ...args];
  yield `\x1b[2m$ ${[program, ...all].join(' ')}\x1b[0m\n`;
  const child = spawn(program, all, {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  const queue: Uint8Array[] = [];
  let ended: { readonly status: number | null; readonly error?: Error } | undefined;
  let wake = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      queue.push(data);
      wake();
    });
  child.on('error', (error) => {
    ended ??= { status: null, error };
    wake();
  });
  child.on('close', (status) => {
    ended ??= { status };
    wake();
  });
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    while (ended === undefined || queue.length > 0) {
      const data = queue.shift();
      if (data) yield data;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    signal.removeEventListener('abort', interrupt);
    if (ended === undefined) interrupt();
  }
  if (ended.error)
    throw new EngineError('not-found', `${program} cannot be run: ${ended.error.message}.`, { cause: ended.error });
  if (ended.status !== 0)
    yield `\n${program} ended with ${ended.status === null ? 'a signal' : `exit code ${ended.status}`}.\n`;
}

function answers({ program, before }: ComposeProgram, env: Environment): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, [...before, 'version'], { env: { ...env }, timeout: 20_000, windowsHide: true }, (error) =>
      resolve(!error),
    );
  });
}
