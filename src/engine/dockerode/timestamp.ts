/** `google.protobuf.Timestamp`, as a part of a schema of protobufjs. */
export const timestampSchema = {
  Timestamp: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
};

export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** Since the epoch, with fraction. */
export function milliseconds(time: Timestamp | null): number | undefined {
  return time === null ? undefined : time.seconds * 1000 + time.nanos / 1e6;
}
