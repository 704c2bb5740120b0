import { StringDecoder } from 'node:string_decoder';
import protobuf from 'protobufjs/light';
import type { BuildEvent } from '../build-progress';
import type { ProgressDecoder } from './progress-decoder';
import { rawObject, rawText } from './raw';

type Step = Extract<BuildEvent, { type: 'step' }>;

/**
 * What is needed of `moby.buildkit.v1.StatusResponse` (api/services/control/control.proto of BuildKit). Fields that are
 * not named here are skipped.
 */
const schema = {
  nested: {
    StatusResponse: {
      fields: {
        vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
        logs: { rule: 'repeated', type: 'VertexLog', id: 3 },
      },
    },
    Vertex: {
      fields: {
        digest: { type: 'string', id: 1 },
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'Timestamp', id: 5 },
        completed: { type: 'Timestamp', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    VertexLog: {
      fields: { vertex: { type: 'string', id: 1 }, stream: { type: 'int64', id: 3 }, msg: { type: 'bytes', id: 4 } },
    },
    Timestamp: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
  },
};

interface Status {
  readonly vertexes?: readonly Vertex[];
  readonly logs?: readonly { readonly vertex?: string; readonly stream?: number; readonly msg?: Uint8Array }[];
}

interface Vertex {
  readonly digest?: string;
  readonly name?: string;
  readonly cached?: boolean;
  readonly started?: Timestamp;
  readonly completed?: Timestamp;
  readonly error?: string;
}

interface Timestamp {
  readonly seconds?: number;
  readonly nanos?: number;
}

/**
 * Progress of BuildKit: lines with the id `moby.buildkit.trace` hold a StatusResponse each, which repeats a step whenever
 * something about it has changed. Steps come in no particular order; the `n/m` in their names has it.
 */
export function createBuildkitDecoder(): ProgressDecoder {
  const message = protobuf.Root.fromJSON(schema).lookupType('StatusResponse');
  const steps = new Map<string, Step>();
  const texts = new Map<string, StringDecoder>();
  let image: string | undefined;

  function* update(vertex: Vertex): Generator<BuildEvent> {
    const { digest = '' } = vertex;
    const before = steps.get(digest);
    const step = stepOf(digest, vertex, before);
    if (before && (Object.keys(step) as (keyof Step)[]).every((key) => before[key] === step[key])) return;
    steps.set(digest, step);
    yield step;
  }

  /** Text of a step's output; a character may be split between two messages. */
  function textOf(step: string, stream: 'stdout' | 'stderr', bytes: Uint8Array): string {
    const key = `${stream} ${step}`;
    const decoder = texts.get(key) ?? new StringDecoder('utf8');
    texts.set(key, decoder);
    return decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  return {
    *decode(raw) {
      const id = rawText(rawObject(raw.aux).ID);
      if (id !== '') image = id;
      if (raw.id !== 'moby.buildkit.trace' || typeof raw.aux !== 'string') return;
      const status = message.toObject(message.decode(Buffer.from(raw.aux, 'base64')), { longs: Number }) as Status;
      for (const vertex of status.vertexes ?? []) yield* update(vertex);
      for (const { vertex: step = '', stream: number, msg } of status.logs ?? []) {
        if (msg === undefined || msg.length === 0) continue;
        const stream = number === 2 ? 'stderr' : 'stdout';
        const text = textOf(step, stream, msg);
        if (text !== '') yield { type: 'log', step: step || undefined, stream, text };
      }
    },
    *end() {},
    *fail(reason) {
      // Steps that ran beside the failed one never end.
      for (const [digest, step] of steps) {
        if (step.status !== 'running') continue;
        const stopped: Step = {
          ...step,
          status: 'failed',
          error: [...steps.values()].some((other) => other.status === 'failed') ? 'stopped' : reason,
        };
        steps.set(digest, stopped);
        yield stopped;
      }
    },
    image: () => image,
  };
}

/** A step that several others need can run again, which takes no time: its longest run counts. */
function stepOf(id: string, vertex: Vertex, before: Step | undefined): Step {
  const { name = '', started, completed, error } = vertex;
  const cached = vertex.cached === true || before?.cached === true;
  const failed = error !== undefined && error !== '';
  const status = failed ? 'failed' : completed ? 'done' : started ? 'running' : 'waiting';
  const ran = started && completed && !cached ? round(secondsOf(completed) - secondsOf(started)) : undefined;
  const seconds = ran === undefined ? undefined : Math.max(ran, before?.seconds ?? 0);
  return { type: 'step', id, name, status, cached, seconds, error: failed ? error : undefined };
}

function secondsOf({ seconds = 0, nanos = 0 }: Timestamp): number {
  return seconds + nanos / 1e9;
}

function round(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1000) / 1000);
}
