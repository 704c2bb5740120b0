import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildEvent, BuildStep } from '../../src/engine/build-progress';
import { isEngineError } from '../../src/engine/errors';
import { build, contextOf, testLabel, useEngine } from './connected';

/** The last word on each numbered step, in their order. */
function stepsOf(events: readonly BuildEvent[]): readonly BuildStep[] {
  const steps = new Map<string, BuildStep>();
  for (const event of events) if (event.type === 'step' && /\d\/\d\]/.test(event.name)) steps.set(event.id, event);
  return [...steps.values()].sort((a, b) => a.name.localeCompare(b.name));
}

describe('builds', () => {
  const connected = useEngine();
  const unique = () => `${process.pid}-${performance.now()}`;

  for (const builder of ['buildkit', 'legacy'] as const) {
    describe(`with ${builder}`, () => {
      it('say what each step did, and end with the image', async () => {
        const { engine } = connected;
        const dockerfile = `FROM alpine:3.20\nARG WHO=nobody\nRUN echo hello $WHO; echo oops >&2; true ${unique()}\n`;
        const options = { tags: ['lw-build:1', 'lw-build:2'], builder, buildArgs: { WHO: 'world' } };
        const first = await build(engine, dockerfile, options);
        deepEqual(
          stepsOf(first)
            .map(({ status }) => status)
            .filter((status) => status !== 'done'),
          [],
        );
        const runOf = (events: readonly BuildEvent[]) => stepsOf(events).find(({ name }) => name.includes('RUN'));
        const run = runOf(first);
        match(run?.name ?? '', /RUN echo hello/);
        equal(run?.cached, false);
        ok((run?.seconds ?? 0) > 0);
        const logs = first.flatMap((event) =>
          event.type === 'log' && event.step === run?.id ? [`${event.stream}: ${event.text.trim()}`] : [],
        );
        deepEqual(logs.sort(), ['stderr: oops', 'stdout: hello world']);
        const image = first.at(-1);
        equal(image?.type, 'image');
        equal(image?.type === 'image' && image.id, (await engine.images.inspect('lw-build:1')).id);

        const again = runOf(await build(engine, dockerfile, options));
        deepEqual([again?.cached, again?.seconds], [true, undefined]);
        const anew = runOf(await build(engine, dockerfile, { ...options, noCache: true }));
        equal(anew?.cached, false);
        await engine.images.remove('lw-build:1');
        await engine.images.remove('lw-build:2');
      });

      it('stop at a target, with another Dockerfile and labels', async () => {
        const { engine } = connected;
        const text = 'FROM alpine:3.20 AS one\nCOPY a.txt /\nFROM one AS two\nRUN false\n';
        const context = contextOf({ 'sub/My.dockerfile': text, 'a.txt': 'a' }, 'sub/My.dockerfile');
        const options = {
          tags: ['lw-build:target'],
          target: 'one',
          labels: { l: '1' },
          builder,
          signal: AbortSignal.timeout(30_000),
        };
        for await (const event of engine.images.build(context, options)) void event;
        deepEqual((await engine.images.inspect('lw-build:target')).labels, { l: '1' });
        await engine.images.remove('lw-build:target');
      });

      it('name the step that failed and what it said', async () => {
        const error = await build(
          connected.engine,
          `FROM alpine:3.20\nRUN echo before ${unique()}; exit 7\nRUN true\n`,
          { builder },
        ).catch((thrown) => thrown);
        ok(isEngineError(error, 'build-failed'));
        match(error.message, /^The build failed at \[2\/\d\] RUN echo before .*: exit code 7\.$/);
        match(error.hint ?? '', /before/);
      });

      it('name a mistake in the Dockerfile, and a base that cannot be had', async () => {
        const wrong = (dockerfile: string, pattern: RegExp) =>
          rejects(build(connected.engine, dockerfile, { builder }), pattern);
        await wrong('FROM alpine:3.20\nRUNN true\n', /unknown instruction: RUNN/i);
        await wrong('FROM 127.0.0.1:1/nosuch:1\nRUN true\n', /127\.0\.0\.1:1/);
        await wrong('FROM alpine:3.20\nCOPY nosuch /\n', /nosuch/);
      });

      it('stop what they run when they are cancelled', async () => {
        const { engine } = connected;
        const abort = new AbortController();
        const mark = `9${process.pid}${Math.floor(performance.now())}`;
        const dockerfile = `FROM alpine:3.20\nRUN echo started && sleep ${mark}\n`;
        const building = (async () => {
          const options = { tags: [], builder, signal: abort.signal };
          for await (const event of engine.images.build(contextOf({ Dockerfile: dockerfile }), options)) {
            if (event.type !== 'log') continue;
            // The engine may not notice a cancellation while it is starting the process.
            await until(() => runs(mark));
            abort.abort();
          }
        })();
        await rejects(building, { reason: 'cancelled' });
        await until(() => !runs(mark));
        equal(runs(mark), false);
      });
    });
  }

  it('are remembered by engines from 24 on', async () => {
    const { engine, test } = connected;
    const text = `FROM scratch\nCOPY Dockerfile /${performance.now()}\n`;
    const options = { tags: [], labels: testLabel, builder: 'buildkit', signal: AbortSignal.timeout(60_000) } as const;
    for await (const _ of engine.images.build(contextOf({ Dockerfile: text }), options));
    const [last] = (await engine.history.list()) ?? [];
    if (Number.parseInt(test.version, 10) < 24) return equal(last, undefined);
    ok(last?.completed);
    equal((await engine.history.definition(last))?.text, text);
    const names: string[] = [];
    for await (const event of engine.history.events(last.ref)) if (event.type === 'step') names.push(event.name);
    ok(names.some((name) => name.startsWith('[1/1] COPY Dockerfile')));
  });

  it('leave the loop early without leaving anything behind', async () => {
    const mark = `8${process.pid}${Math.floor(performance.now())}`;
    const context = contextOf({ Dockerfile: `FROM alpine:3.20\nRUN echo started && sleep ${mark}\n` });
    for await (const event of connected.engine.images.build(context, {
      tags: [],
      signal: AbortSignal.timeout(30_000),
    })) {
      if (event.type !== 'log') continue;
      await until(() => runs(mark));
      break;
    }
    await until(() => !runs(mark));
    equal(runs(mark), false);
  });
});

/** Whether a sleep of so many seconds runs on this machine. */
function runs(seconds: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`sleep\0${seconds}`);
    } catch {
      return false;
    }
  });
}

async function until(what: () => boolean): Promise<void> {
  for (let waited = 0; !what() && waited < 3000; waited += 20) await sleep(20);
}
