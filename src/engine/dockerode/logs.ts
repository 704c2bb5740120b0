import type { IncomingMessage } from 'node:http';
import type { LogEntry } from '../container-watch';
import type { Containers } from '../containers';
import type { LogChunk, LogOptions } from '../engine';
import type { Api } from './api';
import { createDemultiplexer } from './frames';
import { containerPath } from './ids';
import { createFrameReader, createLineReader } from './log-entries';

type Inspect = Containers['inspect'];

/** Stdout and stderr as bytes. */
export async function* logs(api: Api, id: string, options: LogOptions, inspect: Inspect): AsyncGenerator<LogChunk> {
  const { answer, tty } = await ask(api, id, options, inspect);
  const demultiplex = createDemultiplexer();
  for await (const data of read(api, answer, options.signal)) {
    if (tty) yield { stream: 'stdout', data };
    else yield* demultiplex(data);
  }
}

/** Lines with their times. */
export async function* logEntries(
  api: Api,
  id: string,
  options: Omit<LogOptions, 'timestamps'>,
  inspect: Inspect,
): AsyncGenerator<readonly LogEntry[]> {
  const { answer, tty } = await ask(api, id, { ...options, timestamps: true }, inspect);
  const take = tty ? createLineReader() : createFrameReader();
  for await (const data of read(api, answer, options.signal)) {
    const entries = take(data);
    if (entries.length > 0) yield entries;
  }
}

async function ask(
  api: Api,
  id: string,
  { follow, tail, since, timestamps = false, signal }: LogOptions,
  inspect: Inspect,
): Promise<{ answer: IncomingMessage; tty: boolean }> {
  // Only engines since 23 say in the answer whether it is framed.
  const { tty } = await inspect(id, signal);
  const query = {
    follow,
    stdout: true,
    stderr: true,
    timestamps,
    tail,
    since: since === undefined ? undefined : since.toFixed(9),
  };
  return { answer: await api.stream({ path: `${containerPath(id)}/logs`, query, signal }), tty };
}

async function* read(api: Api, answer: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const data of answer) yield data;
  } catch (cause) {
    throw api.failure(cause, signal);
  } finally {
    answer.destroy();
  }
}
