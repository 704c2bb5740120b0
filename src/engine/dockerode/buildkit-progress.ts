import protobuf from 'protobufjs/light';
import { type BuildkitStatus, createStatusReader } from '../buildkit-status';
import type { ProgressDecoder } from './progress-decoder';
import { rawObject, rawText } from './raw';
import { milliseconds, type Timestamp, timestampSchema } from './timestamp';

/**
 * What is needed of `moby.buildkit.v1.StatusResponse` (api/services/control/control.proto of BuildKit). Fields that are
 * not named here are skipped.
 */
const schema = {
  nested: {
    StatusResponse: {
      fields: {
        vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
        statuses: { rule: 'repeated', type: 'VertexStatus', id: 2 },
        logs: { rule: 'repeated', type: 'VertexLog', id: 3 },
        warnings: { rule: 'repeated', type: 'VertexWarning', id: 4 },
      },
    },
    Vertex: {
      fields: {
        digest: { type: 'string', id: 1 },
        inputs: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'Timestamp', id: 5 },
        completed: { type: 'Timestamp', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    VertexStatus: {
      fields: {
        ID: { type: 'string', id: 1 },
        vertex: { type: 'string', id: 2 },
        current: { type: 'int64', id: 4 },
        total: { type: 'int64', id: 5 },
        completed: { type: 'Timestamp', id: 8 },
      },
    },
    VertexLog: {
      fields: { vertex: { type: 'string', id: 1 }, stream: { type: 'int64', id: 3 }, msg: { type: 'bytes', id: 4 } },
    },
    VertexWarning: {
      fields: {
        vertex: { type: 'string', id: 1 },
        short: { type: 'bytes', id: 3 },
        detail: { rule: 'repeated', type: 'bytes', id: 4 },
        url: { type: 'string', id: 5 },
        ranges: { rule: 'repeated', type: 'Range', id: 7 },
      },
    },
    Range: { fields: { start: { type: 'Position', id: 1 }, end: { type: 'Position', id: 2 } } },
    Position: { fields: { line: { type: 'int32', id: 1 } } },
    ...timestampSchema,
  },
};

/** Of that schema, as protobufjs writes it with all defaults; messages that are not there are null. */
interface Message {
  readonly vertexes: readonly {
    readonly digest: string;
    readonly inputs: readonly string[];
    readonly name: string;
    readonly cached: boolean;
    readonly started: Timestamp | null;
    readonly completed: Timestamp | null;
    readonly error: string;
  }[];
  readonly statuses: readonly {
    readonly ID: string;
    readonly vertex: string;
    readonly current: number;
    readonly total: number;
    readonly completed: Timestamp | null;
  }[];
  readonly logs: readonly { readonly vertex: string; readonly stream: number; readonly msg: Uint8Array }[];
  readonly warnings: readonly {
    readonly vertex: string;
    readonly short: Uint8Array;
    readonly detail: readonly Uint8Array[];
    readonly url: string;
    readonly ranges: readonly { readonly start: Position | null; readonly end: Position | null }[];
  }[];
}

interface Position {
  readonly line: number;
}

/** Reads StatusResponses. */
export function createStatusDecoder(): (bytes: Uint8Array) => BuildkitStatus {
  const message = protobuf.Root.fromJSON(schema).lookupType('StatusResponse');
  return (bytes) => statusOf(message.toObject(message.decode(bytes), { longs: Number, defaults: true }) as Message);
}

/** Progress of BuildKit over the build API: lines with the id `moby.buildkit.trace` hold a StatusResponse each. */
export function createBuildkitDecoder(): ProgressDecoder {
  const decode = createStatusDecoder();
  const reader = createStatusReader();
  let image: string | undefined;
  return {
    *decode(raw) {
      const id = rawText(rawObject(raw.aux).ID);
      if (id !== '') image = id;
      if (raw.id !== 'moby.buildkit.trace' || typeof raw.aux !== 'string') return;
      yield* reader.read(decode(Buffer.from(raw.aux, 'base64')));
    },
    *end() {},
    fail: (reason) => reader.fail(reason),
    image: () => image,
  };
}

function statusOf({ vertexes, statuses, logs, warnings }: Message): BuildkitStatus {
  return {
    vertexes: vertexes.map(({ started, completed, ...vertex }) => ({
      ...vertex,
      started: milliseconds(started),
      completed: milliseconds(completed),
    })),
    transfers: statuses.map(({ ID: id, vertex, current, total, completed }) => {
      return { id, vertex, current, total, done: completed !== null };
    }),
    logs: logs.map(({ vertex, stream, msg: bytes }) => ({ vertex, stream, bytes })),
    warnings: warnings.map(({ vertex, short, detail, url, ranges }) => ({
      vertex,
      message: Buffer.from(short).toString(),
      detail: detail.map((bytes) => Buffer.from(bytes).toString()),
      url,
      lines: ranges.map(({ start, end }) => ({ first: start?.line ?? 0, last: end?.line ?? start?.line ?? 0 })),
    })),
  };
}
