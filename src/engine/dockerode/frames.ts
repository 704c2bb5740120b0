import type { LogChunk } from '../engine';

/**
 * Takes output apart that the engine multiplexes when a container has no terminal: frames of one byte stream (0 stdin,
 * 1 stdout, 2 stderr), three zero bytes, four bytes of length, then the data. Frames may be split anywhere; data are
 * handed on as they come. What has no such header is raw, and passes as stdout from there on.
 */
export function createDemultiplexer(): (data: Buffer) => readonly LogChunk[] {
  let header = Buffer.alloc(0);
  let stream: LogChunk['stream'] = 'stdout';
  let left = 0;
  let raw = false;

  return (data) => {
    const chunks: LogChunk[] = [];
    let rest = data;
    while (rest.length > 0) {
      if (raw) {
        chunks.push({ stream: 'stdout', data: rest });
        break;
      }
      if (left > 0) {
        const part = rest.subarray(0, left);
        chunks.push({ stream, data: part });
        left -= part.length;
        rest = rest.subarray(part.length);
        continue;
      }
      const missing = headerLength - header.length;
      header = Buffer.concat([header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (!couldBeHeader(header)) {
        raw = true;
        rest = Buffer.concat([header, rest]);
        continue;
      }
      if (header.length < headerLength) break;
      stream = header[0] === 2 ? 'stderr' : 'stdout';
      left = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
    return chunks;
  };
}

const headerLength = 8;

function couldBeHeader(start: Buffer): boolean {
  return (start[0] ?? 0) <= 2 && start.subarray(1, 4).every((byte) => byte === 0);
}
