import { StringDecoder } from 'node:string_decoder';
import type { BuildEvent, BuildStep } from './build-progress';

/** What BuildKit reports in one go, in whichever form it came. Times are milliseconds since the epoch. */
export interface BuildkitStatus {
  readonly vertexes: readonly Vertex[];
  readonly transfers: readonly Transfer[];
  readonly logs: readonly VertexLog[];
  readonly warnings: readonly VertexWarning[];
}

export interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly cached: boolean;
  readonly started: number | undefined;
  readonly completed: number | undefined;
  /** Empty for none. */
  readonly error: string;
}

export interface Transfer {
  readonly vertex: string;
  readonly id: string;
  readonly current: number;
  /** 0 when unknown. */
  readonly total: number;
  readonly done: boolean;
}

export interface VertexLog {
  readonly vertex: string;
  /** 2 is the error output. */
  readonly stream: number;
  readonly bytes: Uint8Array;
}

export interface VertexWarning {
  readonly vertex: string;
  readonly message: string;
  readonly detail: readonly string[];
  readonly url: string;
  readonly lines: readonly { readonly first: number; readonly last: number }[];
}

export interface StatusReader {
  read(status: BuildkitStatus): Iterable<BuildEvent>;
  /** The build failed: steps that ran beside the failed one never end. */
  fail(reason: string): Iterable<BuildEvent>;
}

/**
 * Turns what BuildKit reports into events. It repeats a step whenever something about it has changed; steps come in no
 * particular order, the `n/m` in their names has it.
 */
export function createStatusReader(): StatusReader {
  const steps = new Map<string, BuildStep>();
  const texts = new Map<string, StringDecoder>();

  function* update(vertex: Vertex): Generator<BuildEvent> {
    const before = steps.get(vertex.digest);
    const step = stepOf(vertex, before);
    if (before && (Object.keys(step) as (keyof BuildStep)[]).every((key) => before[key] === step[key])) return;
    steps.set(vertex.digest, step);
    yield step;
  }

  /** Text of a step's output; a character may be split between two messages. */
  function textOf({ vertex, bytes }: VertexLog, stream: 'stdout' | 'stderr'): string {
    const key = `${stream} ${vertex}`;
    const decoder = texts.get(key) ?? new StringDecoder('utf8');
    texts.set(key, decoder);
    return decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  return {
    *read({ vertexes, transfers, logs, warnings }) {
      for (const vertex of vertexes) yield* update(vertex);
      for (const { vertex, id, current, total, done } of transfers)
        yield { type: 'transfer', step: vertex || undefined, id, current, total: total || undefined, done };
      for (const log of logs) {
        if (log.bytes.length === 0) continue;
        const stream = log.stream === 2 ? 'stderr' : 'stdout';
        const text = textOf(log, stream);
        if (text !== '') yield { type: 'log', step: log.vertex || undefined, stream, text };
      }
      for (const { vertex, message, detail, url, lines } of warnings)
        yield { type: 'warning', step: vertex || undefined, message, detail, url: url || undefined, lines };
    },
    *fail(reason) {
      for (const [digest, step] of steps) {
        if (step.status !== 'running') continue;
        const stopped: BuildStep = {
          ...step,
          status: 'failed',
          error: [...steps.values()].some((other) => other.status === 'failed') ? 'stopped' : reason,
        };
        steps.set(digest, stopped);
        yield stopped;
      }
    },
  };
}

/** A step that several others need can run again, which takes no time: its longest run counts. */
function stepOf(vertex: Vertex, before: BuildStep | undefined): BuildStep {
  const { digest: id, name, started, completed, error } = vertex;
  const cached = vertex.cached || before?.cached === true;
  const failed = error !== '';
  const status = failed ? 'failed' : completed !== undefined ? 'done' : started !== undefined ? 'running' : 'waiting';
  const ran = started === undefined || completed === undefined || cached ? undefined : round(completed - started);
  return {
    type: 'step',
    id,
    name,
    status,
    cached,
    // The same list as before, so that a step that says nothing new equals the one before it.
    inputs: before && sameTexts(before.inputs, vertex.inputs) ? before.inputs : vertex.inputs,
    started: before?.started ?? started,
    completed: completed ?? before?.completed,
    seconds: ran === undefined ? undefined : Math.max(ran, before?.seconds ?? 0),
    error: failed ? error : undefined,
  };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/** Seconds, to the millisecond. */
function round(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds) / 1000);
}
