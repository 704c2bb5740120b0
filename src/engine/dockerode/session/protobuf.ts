import protobuf from 'protobufjs/light';

/** The key of a protobuf field: its number and how its value is written (0 a number, 2 bytes). */
export function key(field: number, type: 0 | 2): number {
  return field * 8 + type;
}

/** The string in field 1, where most requests have all they say. */
export function firstString(message: Uint8Array): string {
  return (
    fields(message)
      .find(({ field, bytes }) => field === 1 && bytes)
      ?.bytes?.toString() ?? ''
  );
}

/** Bytes in field 1; empty for none. */
export function firstBytes(message: Uint8Array): Buffer {
  return bytesIn(message, 1);
}

/** Bytes in a field; empty for none. */
export function bytesIn(message: Uint8Array, number: number): Buffer {
  return fields(message).find(({ field, bytes }) => field === number && bytes)?.bytes ?? Buffer.alloc(0);
}

/** A message with bytes or text in field 1. */
export function messageOf(content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return protobuf.Writer.create().uint32(key(1, 2)).bytes(bytes).finish();
}

interface Field {
  readonly field: number;
  readonly bytes: Buffer | undefined;
}

function fields(message: Uint8Array): readonly Field[] {
  const found: Field[] = [];
  const reader = protobuf.Reader.create(message);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const type = tag & 7;
    if (type === 2) found.push({ field: tag >>> 3, bytes: Buffer.from(reader.bytes()) });
    else reader.skipType(type);
  }
  return found;
}
