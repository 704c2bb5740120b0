import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { createFrameReader, createLineReader, type EntryReader } from '../../../src/engine/dockerode/log-entries';

const stamp = (second: number) => `2026-08-14T09:05:0${second}.00000000${second}Z`;

function frame(stream: number, text: string): Buffer {
  const data = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

/** What is read of pieces that are cut at the given places; parts of a line are put together. */
function read(reader: EntryReader, whole: Buffer, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
  const lines: string[] = [];
  let open = false;
  for (const [index, end] of places.slice(1).entries()) {
    for (const { stream, time, data } of reader(whole.subarray(places[index], end))) {
      const text = data.toString('latin1');
      if (open) lines[lines.length - 1] += text;
      else lines.push(`${stream} ${time} ${text}`);
      open = !text.endsWith('\n');
    }
  }
  return lines;
}

describe('log entries', () => {
  const lines = ['plain', '', 'ünïcode 😀', '2026-08-14T09:05:01.000000001Z its own', 'x'.repeat(40)];

  it('are the same wherever frames are cut', () => {
    const whole = Buffer.concat(lines.map((line, at) => frame(1 + (at % 2), `${stamp(at)} ${line}\n`)));
    const expected = lines.map(
      (line, at) => `${at % 2 ? 'stderr' : 'stdout'} ${stamp(at)} ${Buffer.from(line).toString('latin1')}\n`,
    );
    fc.assert(
      fc.property(fc.array(fc.nat({ max: whole.length })), (cuts) => {
        deepEqual(read(createFrameReader(), whole, cuts), expected);
      }),
    );
  });

  it('are the same wherever the output of a terminal is cut', () => {
    const whole = Buffer.from(lines.map((line, at) => `${stamp(at)} ${line}\r\n`).join(''));
    const expected = lines.map((line, at) => `stdout ${stamp(at)} ${Buffer.from(line).toString('latin1')}\r\n`);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: whole.length })), (cuts) => {
        deepEqual(read(createLineReader(), whole, cuts), expected);
      }),
    );
  });

  it('of a terminal show a prompt before its line ends', () => {
    deepEqual(read(createLineReader(), Buffer.from(`${stamp(1)} $ `), []), [`stdout ${stamp(1)} $ `]);
  });

  it('of a very long line come without the timestamps of its parts', () => {
    const part = 'y'.repeat(16 * 1024);
    const whole = Buffer.from(`${stamp(1)} ${part}${stamp(2)} ${part}${stamp(3)} end\n`);
    deepEqual(read(createLineReader(), whole, [20_000]), [`stdout ${stamp(1)} ${part}${part}end\n`]);
  });

  it('without a timestamp or a frame are taken as they are', () => {
    deepEqual(read(createFrameReader(), Buffer.from('no frames, and no times\n'), [3]), [
      'stdout undefined no frames, and no times\n',
    ]);
    deepEqual(read(createFrameReader(), frame(2, 'no time\n'), []), ['stderr undefined no time\n']);
  });
});
