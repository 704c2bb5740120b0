import { Transform, type TransformCallback } from 'node:stream';

/** Passes a stream on, counts its bytes, and tells them at most ten times a second. */
export function countBytes(onBytes: (bytes: number) => void): ByteCounter {
  return new ByteCounter(onBytes);
}

export class ByteCounter extends Transform {
  bytes = 0;
  private told = 0;

  constructor(private readonly onBytes: (bytes: number) => void) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    const now = Date.now();
    if (now - this.told >= 100) {
      this.told = now;
      this.onBytes(this.bytes);
    }
    done(null, chunk);
  }
}
