import { deepEqual, equal, rejects } from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildOptions } from '../../src/engine/build-options';
import type { BuildEvent } from '../../src/engine/build-progress';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { ensureBases } from '../support/bases';
import { startEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { contextOf, endpointOf, testLabel, useEngine } from './connected';

const builders = ['buildkit', 'legacy'] as const;
/** Seconds that nobody else sleeps, to find the process of the RUN. */
const seconds = `6${process.pid}`;
const running = `FROM alpine:3.20\nCOPY . /c\nRUN echo started; sleep ${seconds}\n`;

/** When something is done to a build. */
interface Point {
  readonly onSent?: (bytes: number) => void;
  readonly onEvent?: (event: BuildEvent) => void;
}

function saysStarted(event: BuildEvent): boolean {
  return event.type === 'log' && event.text.includes('started');
}

function start(engine: Engine, options: Partial<BuildOptions> & Pick<Point, 'onEvent'>) {
  const { onEvent, ...more } = options;
  const files = { Dockerfile: running, large: Buffer.alloc(24 * 1024 * 1024, Math.floor(Math.random() * 256)) };
  return async (onSent: (bytes: number) => void) => {
    const all = { tags: [], labels: testLabel, noCache: true, signal: AbortSignal.timeout(90_000), ...more };
    for await (const event of engine.images.build({ ...contextOf(files), onSent }, all)) onEvent?.(event);
  };
}

/** What this process has open besides what it had before: files, and connections to the engine. */
function openHandles(): number {
  return readdirSync('/proc/self/fd').filter((handle) => {
    try {
      return /^socket:|layerwright-test-/.test(readlinkSync(`/proc/self/fd/${handle}`));
    } catch {
      return false;
    }
  }).length;
}

async function settles(what: () => number, atMost: number): Promise<void> {
  for (let waited = 0; what() > atMost && waited < 5000; waited += 20) await sleep(20);
  equal(Math.max(what(), atMost), atMost);
}

describe('a build that is cancelled', function () {
  this.timeout(120_000);
  const connected = useEngine();

  for (const builder of builders) {
    it(`with ${builder} leaves nothing behind, at whichever point`, async () => {
      const { engine } = connected;
      const points: Record<string, (abort: () => void) => Point> = {
        'before it begins': (abort) => {
          abort();
          return {};
        },
        'at once': (abort) => {
          queueMicrotask(abort);
          return {};
        },
        'while connecting': (abort) => {
          setTimeout(abort, 3);
          return {};
        },
        'at the first bytes': (abort) => ({ onSent: abort }),
        'in the middle of a file': (abort) => ({ onSent: (bytes) => bytes > 10_000_000 && abort() }),
        'at the first event': (abort) => ({ onEvent: abort }),
        'while it runs': (abort) => ({ onEvent: (event) => saysStarted(event) && abort() }),
      };
      const before = openHandles();
      for (const [point, at] of Object.entries(points)) {
        const abort = new AbortController();
        const { onSent = () => {}, ...options } = at(() => abort.abort());
        await rejects(
          start(engine, { builder, signal: abort.signal, ...options })(onSent),
          { reason: 'cancelled' },
          point,
        );
        await settles(openHandles, before);
        await settles(() => sleepers().length, 0);
      }
    });
  }
});

describe('a build whose engine fails', function () {
  this.timeout(180_000);
  let test: TestEngine;
  let engine: Engine;
  before(async function () {
    if (engineIsSkipped) return this.skip();
    test = await startEngine({ name: 'failing' });
    await ensureBases(test, ['busybox']);
    engine = await connect(endpointOf(test.socketPath), { first: 2, quick: 2 });
  });
  after(async () => {
    engine?.dispose();
    await test?.stop();
    for (const pid of sleepers()) process.kill(Number(pid), 'SIGKILL');
  });

  for (const builder of builders) {
    it(`with ${builder} ends when the engine is killed, while sending and while running`, async () => {
      const before = openHandles();
      for (const point of ['sending', 'running']) {
        let killed: Promise<void> | undefined;
        const kill = () => {
          killed ??= test.kill();
        };
        const options = {
          builder,
          onEvent: (event: BuildEvent) => point === 'running' && saysStarted(event) && kill(),
        };
        await rejects(
          start(engine, options)((bytes) => point === 'sending' && bytes > 5_000_000 && kill()),
          { reason: 'unreachable' },
        );
        await killed;
        await settles(openHandles, before);
        await test.restart();
      }
    });

    it(`with ${builder} ends when the engine no longer answers`, async () => {
      const pid = Number(readFileSync(join(dirname(test.socketPath), 'dockerd.pid'), 'utf8'));
      const before = openHandles();
      // A killed engine leaves what it ran.
      const left = sleepers().length;
      for (const point of ['sending', 'running']) {
        const stop = () => process.kill(pid, 'SIGSTOP');
        const options = {
          builder,
          onEvent: (event: BuildEvent) => point === 'running' && saysStarted(event) && stop(),
        };
        try {
          await rejects(
            start(engine, options)((bytes) => point === 'sending' && bytes > 5_000_000 && stop()),
            {
              reason: 'unreachable',
              message: /did not answer within 2 seconds/,
            },
          );
        } finally {
          process.kill(pid, 'SIGCONT');
        }
        await settles(openHandles, before);
        await settles(() => sleepers().length, left);
      }
      deepEqual((await engine.info()).buildkit, true);
    });

    it(`with ${builder} is not begun by an engine that never answers`, async () => {
      const pid = Number(readFileSync(join(dirname(test.socketPath), 'dockerd.pid'), 'utf8'));
      await engine.info();
      process.kill(pid, 'SIGSTOP');
      try {
        await rejects(
          start(engine, { builder })(() => {}),
          { reason: 'unreachable' },
        );
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    });
  }
});

/** Processes on this machine that the RUN started. */
function sleepers(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`sleep\0${seconds}`);
    } catch {
      return false;
    }
  });
}
