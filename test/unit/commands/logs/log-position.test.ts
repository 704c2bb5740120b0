import { deepEqual, equal } from 'node:assert/strict';
import { createLogPosition } from '../../../../src/commands/logs/log-position';
import type { LogEntry } from '../../../../src/engine/container-watch';

const at = (second: number, text: string, stream: LogEntry['stream'] = 'stdout'): LogEntry => ({
  stream,
  time: `2026-08-14T09:05:0${second}.000000000Z`,
  data: Buffer.from(text),
});
const texts = (entries: readonly LogEntry[]) => entries.map(({ data }) => data.toString());

describe('the position in a log', () => {
  it('begins a moment before the last entry, and never before the first', () => {
    const position = createLogPosition();
    equal(position.again(), undefined);
    position.take([at(3, 'a')]);
    equal(position.again(), Date.parse('2026-08-14T09:05:03Z') / 1000);
    position.take([at(7, 'b')]);
    equal(position.again(), Date.parse('2026-08-14T09:05:06Z') / 1000);
  });

  it('leaves out what was read, of each stream by itself', () => {
    const position = createLogPosition();
    position.take([at(1, 'a'), at(2, 'e', 'stderr'), at(3, 'b')]);
    position.again();
    deepEqual(texts(position.take([at(2, 'e', 'stderr'), at(3, 'b'), at(2, 'late', 'stderr'), at(4, 'c')])), [
      'late',
      'c',
    ]);
  });

  it('knows how much of one moment was read, however it is cut', () => {
    const position = createLogPosition();
    position.take([at(1, 'one\n'), at(1, 'two\n')]);
    position.again();
    deepEqual(texts(position.take([at(1, 'one\ntwo\nth'), at(1, 'ree\n')])), ['th', 'ree\n']);
    position.again();
    deepEqual(texts(position.take([at(1, 'one\ntwo\nthree\n'), at(2, 'four\n')])), ['four\n']);
  });

  it('does not bring back what stood before the part that was asked for', () => {
    const position = createLogPosition();
    position.take([at(5, 'a')]);
    position.again();
    deepEqual(texts(position.take([at(4, 'old', 'stderr'), at(5, 'a'), at(6, 'new', 'stderr')])), ['new']);
  });
});
