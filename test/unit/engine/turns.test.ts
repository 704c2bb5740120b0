import { deepEqual, equal, rejects } from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { createTurns } from '../../../src/engine/turns';

const cancelled = { reason: 'cancelled' };

describe('engine/turns', () => {
  let begun: { signal: AbortSignal; resolve: (value: number) => void; reject: (error: Error) => void }[];
  const create = () =>
    createTurns<number>((signal) => new Promise((resolve, reject) => begun.push({ signal, resolve, reject })));
  beforeEach(() => {
    begun = [];
  });

  it('answers who asks while it runs with what the next run finds, which is one for all of them', async () => {
    const turns = create();
    const first = turns.get(undefined);
    await tick();
    const later = [turns.get(undefined), turns.get(new AbortController().signal)];
    await tick();
    equal(begun.length, 1);
    begun[0]?.resolve(1);
    equal(await first, 1);
    await tick();
    equal(begun.length, 2);
    begun[1]?.resolve(2);
    deepEqual(await Promise.all(later), [2, 2]);
    const last = turns.get(undefined);
    await tick();
    begun[2]?.resolve(3);
    equal(await last, 3);
  });

  it('goes on after a failure', async () => {
    const turns = create();
    const first = turns.get(undefined);
    await tick();
    const second = turns.get(undefined);
    begun[0]?.reject(new Error('no'));
    await rejects(first, /no/);
    await tick();
    begun[1]?.resolve(2);
    equal(await second, 2);
  });

  it('does not begin for those who have gone, and begins for who comes after them', async () => {
    const turns = create();
    const first = turns.get(undefined);
    await tick();
    const giveUp = new AbortController();
    const gone = turns.get(giveUp.signal);
    giveUp.abort();
    await rejects(gone, cancelled);
    const second = turns.get(undefined);
    begun[0]?.resolve(1);
    equal(await first, 1);
    await tick();
    equal(begun.length, 2);
    begun[1]?.resolve(2);
    equal(await second, 2);
  });

  it('waits for a run that was given up to end', async () => {
    const turns = create();
    const giveUp = new AbortController();
    const gone = turns.get(giveUp.signal);
    await tick();
    giveUp.abort();
    await rejects(gone, cancelled);
    equal(begun[0]?.signal.aborted, true);
    const second = turns.get(undefined);
    await tick();
    equal(begun.length, 1);
    begun[0]?.reject(new Error('aborted'));
    await tick();
    begun[1]?.resolve(2);
    equal(await second, 2);
  });
});
