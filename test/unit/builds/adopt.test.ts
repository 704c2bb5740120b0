import { deepEqual, equal } from 'node:assert/strict';
import { createBuilds } from '../../../src/builds/builds';
import type { PastRun } from '../../../src/builds/past-run';
import { buildMarks } from '../../../src/language/build-mark';

const text = 'FROM alpine:3.20\nRUN make\n';

const past = (startedAt: number, seconds: number): PastRun => ({
  request: {
    ...{ dockerfile: '/p/Dockerfile', context: '/p', tag: 'p', target: undefined, buildArgs: {}, platform: undefined },
    ...{ builder: 'buildkit', chosenBuilder: undefined, text },
  },
  events: [
    {
      ...{ type: 'step', id: 'run', name: '[2/2] RUN make', status: 'done', cached: false, inputs: ['from'] },
      ...{ started: startedAt, completed: startedAt + seconds * 1000, seconds, error: undefined },
    },
  ],
  outcome: { kind: 'built', image: 'sha256:0', bytes: 1, formerBytes: undefined, history: [] },
  startedAt,
  endedAt: startedAt + seconds * 1000,
});

describe('builds that others have run', () => {
  it('are shown like those of the window, when they are the last ones', async () => {
    const builds = createBuilds();
    const begun: boolean[] = [];
    builds.onDidBegin(({ outcome }) => begun.push(outcome !== undefined));
    await builds.adopt(past(1000, 12));
    const run = builds.of('/p/Dockerfile');
    deepEqual([run?.startedAt, run?.endedAt, run?.outcome?.kind, begun], [1000, 13_000, 'built', [true]]);
    const marks = run && buildMarks({ run, file: run.file, now: 0, inputsChanged: false });
    deepEqual(marks, [{ line: 1, kind: 'done', text: '✔ 12 s' }]);
    // It began before that one ended.
    await builds.adopt(past(500, 1));
    equal(builds.of('/p/Dockerfile'), run);
    await builds.adopt(past(20_000, 3));
    equal(builds.of('/p/Dockerfile')?.startedAt, 20_000);
    const own = await builds.begin(past(0, 0).request, () => {});
    await builds.adopt(past(Date.now() + 1000, 1));
    equal(builds.of('/p/Dockerfile'), own);
  });
});
