import { deepEqual, equal, ok } from 'node:assert/strict';
import { createBacklog } from '../../../../src/commands/logs/backlog';
import { parseFilter, parseSince } from '../../../../src/commands/logs/log-view';
import { createMerged } from '../../../../src/commands/logs/merge';

describe('what is asked of logs', () => {
  it('begins at a time in the words of people', () => {
    const now = new Date(2026, 7, 14, 12, 0, 0).getTime();
    const ago = (text: string) => {
      const since = parseSince(text, now);
      return since === undefined ? undefined : now / 1000 - since;
    };
    deepEqual(['90s', '10m', '1h30m', '2d'].map(ago), [90, 600, 5400, 172_800]);
    equal(ago('11:30'), 1800);
    equal(ago('12:30'), 23.5 * 3600);
    equal(ago('2026-08-14 11:00'), 3600);
    equal(ago('2026-08-14'), 12 * 3600);
    equal(parseSince('2026-08-14T10:00:00Z'), Date.parse('2026-08-14T10:00:00Z') / 1000);
    deepEqual(['', 'yesterday', '25:00', '10', '2026-13-01'].map(ago), Array(5).fill(undefined));
  });

  it('is a text or a regular expression', () => {
    ok(parseFilter('a.b')?.test('xA.Bx'));
    ok(!parseFilter('a.b')?.test('axb'));
    ok(parseFilter('/^a.b$/')?.test('axb'));
    ok(!parseFilter('/^a/')?.test('A'));
    ok(parseFilter('/^a/i')?.test('A'));
    equal(parseFilter('/(/'), undefined);
  });
});

describe('a backlog', () => {
  it('is too long when handing over takes most of the time', () => {
    let time = 0;
    const backlog = createBacklog(() => time);
    const entries = [{ stream: 'stdout', time: undefined, data: Buffer.alloc(1024 * 1024) }] as const;
    const hand = (milliseconds: number) => {
      backlog.hand(entries);
      time += milliseconds;
      return backlog.taken();
    };
    deepEqual(
      Array.from({ length: 6 }, () => hand(500)),
      [false, false, false, false, false, true],
    );
    for (let index = 0; index < 20; index++) {
      time += 1000;
      equal(hand(100), false);
    }
  });
});

describe('merged sources', () => {
  async function* numbers(from: number, count: number): AsyncGenerator<number> {
    for (let index = 0; index < count; index++) {
      read.push(from + index);
      yield from + index;
    }
  }
  let read: number[] = [];
  beforeEach(() => {
    read = [];
  });

  it('are read as they are taken, and end together', async () => {
    const merged = createMerged<number>({ signal: new AbortController().signal, more: false });
    merged.add(numbers(0, 3));
    merged.add(numbers(10, 3));
    const taken: number[] = [];
    for await (const item of merged) {
      taken.push(item);
      ok(read.length <= taken.length + 2, 'at most one waits of each');
    }
    deepEqual(
      taken.sort((a, b) => a - b),
      [0, 1, 2, 10, 11, 12],
    );
  });

  it('wait for more until they are aborted, and hand on a failure', async () => {
    const abort = new AbortController();
    const merged = createMerged<number>({ signal: abort.signal, more: true });
    merged.add(numbers(0, 1));
    const taken: number[] = [];
    for await (const item of merged) {
      taken.push(item);
      if (item === 0) merged.add(numbers(5, 1));
      else abort.abort();
    }
    deepEqual(taken, [0, 5]);
    const failing = createMerged<number>({ signal: new AbortController().signal, more: true });
    failing.add(
      (async function* () {
        yield 1;
        throw new Error('broken');
      })(),
    );
    let message = '';
    try {
      for await (const _ of failing);
    } catch (error) {
      message = (error as Error).message;
    }
    equal(message, 'broken');
  });
});
