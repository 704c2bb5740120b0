import { deepEqual, equal } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine, EngineEvent } from '../../../src/engine/engine';
import { EngineError } from '../../../src/engine/errors';
import { watchEvents } from '../../../src/engine/event-stream';

const quick = { firstDelayMs: 5, lastDelayMs: 20, random: () => 0.5 };
const event: EngineEvent = { kind: 'image', action: 'tag', id: 'x', attributes: {}, time: 1 };

/** What one connection does: fails to open, or opens, says some events and breaks. */
type Turn = EngineError | 'breaks' | 'stays';

/** Runs through the turns, and stops when the last one is done. */
async function watch(turns: readonly Turn[], clock = quick) {
  const seen: string[] = [];
  const abort = new AbortController();
  const rest = [...turns];
  const times: number[] = [];
  const engine = {
    endpoint: { source: 'default', context: undefined, address: { kind: 'npipe', path: 'x' } },
    async *events({ signal, onOpen }: Parameters<Engine['events']>[0]) {
      const turn = rest.shift();
      times.push(performance.now());
      if (turn instanceof EngineError) throw turn;
      onOpen?.();
      yield event;
      if (rest.length === 0 || turn === undefined) abort.abort();
      if (turn === 'stays' && !signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      if (!signal.aborted) throw new EngineError('unreachable', 'gone');
    },
  } as unknown as Engine;
  await watchEvents(async () => engine, {
    signal: abort.signal,
    clock,
    onEvent: ({ action }) => seen.push(action),
    onState: (state) => seen.push('error' in state ? `${state.kind}: ${state.error.message}` : state.kind),
    onReconnected: () => seen.push('again'),
  });
  return { seen, times };
}

describe('the event stream', () => {
  it('says that it is connected, and nothing else at first', async () => {
    deepEqual((await watch(['stays'])).seen, ['connecting', 'connected', 'tag']);
  });

  it('asks once to list anew after each reconnection', async () => {
    deepEqual((await watch(['breaks', new EngineError('unreachable', 'down'), 'breaks', 'stays'])).seen, [
      'connecting',
      ...['connected', 'tag', 'unreachable: gone', 'unreachable: down'],
      ...['connected', 'again', 'tag', 'unreachable: gone'],
      ...['connected', 'again', 'tag'],
    ]);
  });

  it('asks to list when the first attempts had failed', async () => {
    deepEqual((await watch([new EngineError('permission', 'no'), 'stays'])).seen, [
      'connecting',
      'permission: no',
      'connected',
      'again',
      'tag',
    ]);
  });

  it('waits longer and longer, and starts over after a success', async () => {
    const down = new EngineError('unreachable', 'down');
    const { times } = await watch([down, down, down, down, 'breaks', 'stays'], {
      firstDelayMs: 40,
      lastDelayMs: 120,
      random: () => 0.5,
    });
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const expected = [40, 80, 120, 120, 40];
    for (const [index, pause] of expected.entries())
      equal(Math.abs((pauses[index] ?? 0) - pause) < 35, true, `${pauses}`);
  });

  it('survives a factory that fails', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    await watchEvents(() => Promise.reject(new EngineError('invalid', 'no such context')), {
      signal: abort.signal,
      clock: quick,
      onEvent: () => {},
      onState: ({ kind }) => {
        seen.push(kind);
        if (seen.length === 3) abort.abort();
      },
    });
    deepEqual(seen, ['connecting', 'unreachable', 'unreachable']);
  });

  it('ends at once when it is aborted while it waits', async () => {
    const abort = new AbortController();
    const began = performance.now();
    setTimeout(() => abort.abort(), 20);
    await watchEvents(() => Promise.reject(new Error('x')), {
      signal: abort.signal,
      clock: { ...quick, firstDelayMs: 10_000, lastDelayMs: 10_000 },
      onEvent: () => {},
    });
    equal(performance.now() - began < 1000, true);
  });

  it('tries at once when the socket appears', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'layerwright-socket-'));
    const path = join(folder, 'd.sock');
    const abort = new AbortController();
    let attempts = 0;
    const engine = {
      endpoint: { source: 'default', context: undefined, address: { kind: 'unix', path } },
      // biome-ignore lint/correctness/useYield: It fails before the first event.
      async *events() {
        attempts += 1;
        if (attempts === 2) abort.abort();
        throw new EngineError('unreachable', 'down');
      },
    } as unknown as Engine;
    setTimeout(() => writeFileSync(path, ''), 100);
    const began = performance.now();
    await watchEvents(async () => engine, {
      signal: abort.signal,
      clock: { ...quick, firstDelayMs: 10_000, lastDelayMs: 10_000 },
      onEvent: () => {},
    });
    equal(performance.now() - began < 2000, true);
    rmSync(folder, { recursive: true });
  });
});
