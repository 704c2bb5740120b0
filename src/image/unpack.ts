import { pipeline, type Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** The uncompressed bytes of a layer, told by its first ones: gzip, zstd or neither. Throws where this Node has no zstd. */
export function unpack(content: Readable, head: Uint8Array): Readable {
  const unpacker = unpackerFor(head);
  if (!unpacker) return content;
  // The reader is told by the unpacker's own error.
  pipeline(content, unpacker, () => {});
  return unpacker;
}

export function isPacked(head: Uint8Array): boolean {
  return starts(head, gzip) || starts(head, zstd);
}

const gzip = [0x1f, 0x8b];
const zstd = [0x28, 0xb5, 0x2f, 0xfd];

function unpackerFor(head: Uint8Array): Transform | undefined {
  if (starts(head, gzip)) return zlib.createGunzip();
  if (!starts(head, zstd)) return undefined;
  // Since Node 22.15; the types are of the oldest Node that has to run this.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };
  if (createZstdDecompress) return createZstdDecompress();
  throw new Error('a layer is compressed with zstd, which needs Node 22.15 or later');
}

function starts(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}
