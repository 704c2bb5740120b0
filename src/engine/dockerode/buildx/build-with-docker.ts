import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BuildContext, BuildOptions } from '../../build-options';
import type { BuildEvent } from '../../build-progress';
import { createStatusReader } from '../../buildkit-status';
import type { Endpoint } from '../../endpoints';
import { EngineError } from '../../errors';
import { type BuildLog, buildFailure, createBuildLog } from '../build-failure';
import { rawObject, rawText } from '../raw';
import { type DockerCall, dockerCall } from './arguments';
import { createRawJsonReader } from './rawjson';

/** Milliseconds the command has to cancel a build in order before it is killed. */
const grace = 5000;
const keptWords = 4000;

/**
 * Builds with `docker buildx build`: for what only it can do, such as builders of its own, several platforms, outputs and
 * caches elsewhere. Leaving the loop, or the signal, ends it.
 */
export async function* buildWithDocker(
  endpoint: Endpoint,
  context: BuildContext,
  options: BuildOptions,
): AsyncGenerator<BuildEvent> {
  const folder = await mkdtemp(join(tmpdir(), 'layerwright-build-'));
  const resultFile = join(folder, 'result.json');
  let run: Run | undefined;
  try {
    if (options.signal.aborted) throw cancelled();
    run = start(options.docker?.program ?? 'docker', dockerCall(endpoint, context, options, resultFile));
    options.signal.addEventListener('abort', run.end, { once: true });
    const log = createBuildLog();
    const reader = createStatusReader();
    const progress = createRawJsonReader();
    let words = '';
    for await (const line of run.lines) {
      const said = progress.take(line);
      if (typeof said === 'string') words = `${words}${said}\n`.slice(-keptWords);
      else if (said) yield* logged(reader.read(said), log);
    }
    const exitCode = await run.exited;
    if (options.signal.aborted) throw cancelled();
    if (exitCode !== 0) {
      const message = reason(words);
      yield* reader.fail(message);
      throw wordsFailure(words) ?? buildFailure(message, log);
    }
    yield { type: 'image', ...(await resultOf(resultFile)) };
  } finally {
    if (run) options.signal.removeEventListener('abort', run.end);
    run?.end();
    await run?.exited.catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
}

function* logged(events: Iterable<BuildEvent>, log: BuildLog): Generator<BuildEvent> {
  for (const event of events) {
    log.add(event);
    yield event;
  }
}

interface Run {
  readonly lines: AsyncIterable<string>;
  /** Rejects when the command could not be started. */
  readonly exited: Promise<number | undefined>;
  readonly end: () => void;
}

function start(program: string, { args, env }: DockerCall): Run {
  // What the command says goes to its error output.
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: given({ ...process.env, ...env }),
    windowsHide: true,
  });
  const exited = new Promise<number | undefined>((resolve, reject) => {
    child.on('error', (cause: NodeJS.ErrnoException) => reject(notStarted(program, cause)));
    child.on('close', (code) => resolve(code ?? undefined));
  });
  exited.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  exited.finally(() => clearTimeout(timer)).catch(() => {});
  return {
    lines: createInterface({ input: child.stderr }),
    exited,
    end() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill('SIGTERM');
      timer ??= setTimeout(() => child.kill('SIGKILL'), grace);
    },
  };
}

/** An empty variable is one that is not there, for every version of the command. */
function given(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]));
}

function notStarted(program: string, cause: NodeJS.ErrnoException): EngineError {
  const why = cause.code === 'ENOENT' ? 'it is not installed, or not on the PATH' : cause.message;
  return new EngineError('not-found', `The docker command (${program}) cannot be started: ${why}.`, {
    cause,
    hint: 'Install the Docker CLI with buildx, or build without it.',
  });
}

/** What went wrong before there was a build. */
function wordsFailure(words: string): EngineError | undefined {
  const hint = 'Install buildx 0.12 or later, or build without the docker command.';
  if (/is not a docker command|unknown flag: --metadata-file|unknown command: docker buildx/.test(words))
    return new EngineError('not-found', 'The docker command has no buildx.', { cause: new Error(words), hint });
  if (/invalid progress (?:mode )?rawjson/i.test(words) || /invalid value .*rawjson/.test(words))
    return new EngineError('not-found', 'The buildx of the docker command is too old.', {
      cause: new Error(words),
      hint,
    });
  return undefined;
}

/** The last thing the command said, in the words the build API would use. */
function reason(words: string): string {
  const error = /^ERROR: (.*(?:\n(?!ERROR|View build details).*)*)/m.exec(words)?.[1];
  return (error ?? words).trim() || 'the docker command failed without a word';
}

/** The image's id where one was made; for several platforms, the digest of their list; empty when nothing was kept. */
async function resultOf(file: string): Promise<{ readonly id: string; readonly digest?: string }> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const result = rawObject(JSON.parse(text.trim() || '{}'));
  const digest = rawText(result['containerimage.digest']);
  return { id: rawText(result['containerimage.config.digest']) || digest, ...(digest && { digest }) };
}

function cancelled(): EngineError {
  return new EngineError('cancelled', 'The call was cancelled.');
}
