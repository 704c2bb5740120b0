import { deepEqual, equal, rejects } from 'node:assert/strict';
import { createSharedWork } from '../../../src/engine/shared-work';

const cancelled = { reason: 'cancelled' };

describe('engine/shared-work', () => {
  let begun: { signal: AbortSignal; resolve: (value: string) => void; reject: (error: Error) => void }[];
  const create = () =>
    createSharedWork<string>((signal) => new Promise((resolve, reject) => begun.push({ signal, resolve, reject })));
  beforeEach(() => {
    begun = [];
  });

  it('is done once for all who ask, and kept', async () => {
    const shared = create();
    const all = [shared.get(undefined), shared.get(new AbortController().signal)];
    begun[0]?.resolve('token');
    deepEqual(await Promise.all(all), ['token', 'token']);
    equal(await shared.get(undefined), 'token');
    equal(begun.length, 1);
  });

  it('goes on for the others when the first caller gives up, and ends with the last', async () => {
    const shared = create();
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [shared.get(first.signal), shared.get(second.signal)] as const;
    first.abort();
    await rejects(calls[0], cancelled);
    equal(begun[0]?.signal.aborted, false);
    begun[0]?.resolve('token');
    equal(await calls[1], 'token');

    const left = create();
    const alone = left.get(second.signal);
    second.abort();
    await rejects(alone, cancelled);
    equal(begun[1]?.signal.aborted, true);
  });

  it('begins anew after everybody gave up, and after a failure', async () => {
    const shared = create();
    const first = new AbortController();
    const call = shared.get(first.signal);
    first.abort();
    await rejects(call, cancelled);
    const next = shared.get(undefined);
    begun[0]?.reject(new Error('aborted'));
    begun[1]?.reject(new Error('no route'));
    await rejects(next, /no route/);
    const third = shared.get(undefined);
    begun[2]?.resolve('token');
    equal(await third, 'token');
  });

  it('begins nothing for a caller that has given up before', async () => {
    await rejects(create().get(AbortSignal.abort()), cancelled);
    equal(begun.length, 0);
  });
});
