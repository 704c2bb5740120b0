import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { createDemultiplexer } from '../../../src/engine/dockerode/frames';

function frame(stream: number, text: string): Buffer {
  const data = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

function demultiplex(parts: readonly Buffer[]): { stdout: string; stderr: string } {
  const take = createDemultiplexer();
  const output = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  for (const part of parts) {
    for (const { stream, data } of take(part)) output[stream] = Buffer.concat([output[stream], data]);
  }
  return { stdout: output.stdout.toString(), stderr: output.stderr.toString() };
}

describe('frames', () => {
  it('are the same wherever they are split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1, 2), fc.string())),
        fc.array(fc.nat({ max: 400 })),
        (frames, cuts) => {
          const whole = Buffer.concat(frames.map(([stream, text]) => frame(stream, text)));
          const places = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
          const parts = places.slice(1).map((end, index) => whole.subarray(places[index], end));
          const text = (wanted: readonly number[]) =>
            frames
              .filter(([stream]) => wanted.includes(stream))
              .map(([, said]) => said)
              .join('');
          deepEqual(demultiplex(parts), {
            stdout: Buffer.from(text([0, 1])).toString(),
            stderr: Buffer.from(text([2])).toString(),
          });
        },
      ),
    );
  });

  it('hand on data before a frame is complete', () => {
    const take = createDemultiplexer();
    equal(take(frame(1, 'abcdef').subarray(0, 10))[0]?.data.toString(), 'ab');
  });

  it('pass raw output as it is', () => {
    deepEqual(demultiplex([Buffer.from('plain '), Buffer.from('text')]), { stdout: 'plain text', stderr: '' });
    deepEqual(demultiplex([frame(1, 'a'), Buffer.from('\u0001raw')]), { stdout: 'a\u0001raw', stderr: '' });
  });
});
