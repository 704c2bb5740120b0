import type { Duplex } from 'node:stream';
import type { Containers } from '../containers';
import type { ExecOptions, LogChunk, Session } from '../engine';
import type { Api } from './api';
import { createDemultiplexer } from './frames';
import { containerPath } from './ids';
import { rawObject, rawText } from './raw';

type AttachOptions = Parameters<Containers['attach']>[1];

/**
 * Attaches to the container's main process. The request has no body: Podman hands one on to the process, and so it says
 * in the query what it wants.
 */
export async function attach(
  api: Api,
  id: string,
  { stdin, tty, logs = false, detachKeys, signal }: AttachOptions,
): Promise<Session> {
  const path = containerPath(id);
  const query = { stream: true, stdout: true, stderr: true, stdin, logs, detachKeys };
  const socket = await api.upgrade({ path: `${path}/attach`, query, signal });
  return createSession(api, socket, {
    tty,
    signal,
    resizePath: `${path}/resize`,
    async exitCode() {
      const state = rawObject(rawObject(await api.json({ path: `${path}/json` })).State);
      return state.Running === true ? undefined : state.ExitCode;
    },
  });
}

/** Starts another process in a running container. */
export function exec(api: Api, id: string, options: ExecOptions): Promise<Session> {
  return startExec(api, id, { ...options, stdin: true });
}

/** A process without input whose whole output is wanted. */
export async function runForOutput(
  api: Api,
  id: string,
  command: readonly string[],
  signal?: AbortSignal,
): ReturnType<Containers['runForOutput']> {
  const session = await startExec(api, id, { command, tty: false, stdin: false, ...(signal ? { signal } : {}) });
  const output: Record<LogChunk['stream'], Buffer[]> = { stdout: [], stderr: [] };
  for await (const { stream, data } of session.output) output[stream].push(data);
  const exitCode = (await session.exitCode()) ?? -1;
  return { exitCode, stdout: Buffer.concat(output.stdout).toString(), stderr: Buffer.concat(output.stderr).toString() };
}

async function startExec(api: Api, id: string, options: ExecOptions & { readonly stdin: boolean }): Promise<Session> {
  const { command, tty, stdin, user, workdir, env, privileged, detachKeys, signal } = options;
  const created = await api.json({
    method: 'POST',
    path: `${containerPath(id)}/exec`,
    body: {
      AttachStdin: stdin,
      AttachStdout: true,
      AttachStderr: true,
      Tty: tty,
      Cmd: command,
      User: user,
      WorkingDir: workdir,
      Env: env,
      Privileged: privileged,
      DetachKeys: detachKeys,
    },
    signal,
  });
  const path = `/exec/${rawText(rawObject(created).Id)}`;
  const socket = await api.upgrade({ path: `${path}/start`, body: { Detach: false, Tty: tty }, signal });
  return createSession(api, socket, {
    tty,
    signal,
    resizePath: `${path}/resize`,
    async exitCode() {
      const state = rawObject(await api.json({ path: `${path}/json` }));
      return state.Running === true ? undefined : state.ExitCode;
    },
  });
}

interface SessionOptions {
  readonly tty: boolean;
  readonly signal: AbortSignal | undefined;
  readonly resizePath: string;
  /** Not a number while the process runs. */
  readonly exitCode: () => Promise<unknown>;
}

function createSession(api: Api, socket: Duplex, { tty, signal, resizePath, exitCode }: SessionOptions): Session {
  const onAbort = () => socket.destroy();
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  socket.once('close', () => signal?.removeEventListener('abort', onAbort));
  return {
    stdin: socket,
    output: read(api, socket, tty, signal),
    async resize(columns, rows) {
      // A terminal works at another size too, and the process may have ended meanwhile.
      await api.json({ method: 'POST', path: resizePath, query: { w: columns, h: rows } }).catch(() => {});
    },
    async exitCode() {
      // The connection ends a moment before the engine has noted how the process did.
      for (const pause of [0, 20, 50, 100, 200, 400]) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const code = await exitCode().catch(() => undefined);
        if (typeof code === 'number') return code;
      }
      return undefined;
    },
    close: () => socket.destroy(),
  };
}

async function* read(
  api: Api,
  socket: Duplex,
  tty: boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogChunk> {
  const demultiplex = createDemultiplexer();
  try {
    for await (const data of socket) {
      if (tty) yield { stream: 'stdout', data };
      else yield* demultiplex(data);
    }
  } catch (cause) {
    // Closing a session is how one ends it.
    if ((cause as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE' && !signal?.aborted) return;
    throw api.failure(cause, signal);
  } finally {
    socket.destroy();
  }
}
