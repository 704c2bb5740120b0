import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildEvent, BuildStep } from '../../../src/engine/build-progress';
import { buildFailure, createBuildLog } from '../../../src/engine/dockerode/build-failure';
import { createBuildkitDecoder } from '../../../src/engine/dockerode/buildkit-progress';
import { createLegacyDecoder } from '../../../src/engine/dockerode/legacy-progress';
import type { ProgressDecoder } from '../../../src/engine/dockerode/progress-decoder';
import { type Raw, rawObject } from '../../../src/engine/dockerode/raw';
import { reportedError } from '../../../src/engine/dockerode/streams';

/** The streams in fixtures/ were recorded from Docker 20.10 with the Dockerfiles their steps show. */
function recorded(name: string): readonly Raw[] {
  const text = readFileSync(join(__dirname, 'fixtures', `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => rawObject(JSON.parse(line)));
}

function decode(decoder: ProgressDecoder, lines: readonly Raw[]) {
  const events: BuildEvent[] = [];
  const log = createBuildLog();
  let error: ReturnType<typeof buildFailure> | undefined;
  const take = (more: Iterable<BuildEvent>) => {
    for (const event of more) {
      events.push(event);
      log.add(event);
    }
  };
  for (const line of lines) {
    const problem = reportedError(line);
    take(problem === undefined ? decoder.decode(line) : decoder.fail(problem));
    if (problem !== undefined) error = buildFailure(problem, log);
  }
  if (!error) take(decoder.end());
  const steps = new Map<string, BuildStep>();
  for (const event of events) if (event.type === 'step') steps.set(event.id, event);
  const named = [...steps.values()].filter(({ name }) => /\d\/\d\]/.test(name));
  return {
    error,
    image: decoder.image(),
    steps: named.map(({ name, status, cached }) => `${name}: ${status}${cached ? ', cached' : ''}`).sort(),
    seconds: named.map(({ seconds }) => seconds),
    logs: events.flatMap((event) =>
      event.type === 'log' ? [`${event.stream} ${event.step && steps.get(event.step)?.name}: ${event.text}`] : [],
    ),
    events,
  };
}

const run = 'RUN echo out; echo err >&2; echo "héllo"';
const tick = () => {
  let now = 0;
  return () => {
    now += 250;
    return now;
  };
};

function failedStep(name: string, error: string): BuildStep {
  const times = { started: 1000, completed: 2000, seconds: 1 };
  return { type: 'step', id: '1', name, status: 'failed', cached: false, inputs: [], ...times, error };
}

describe('build progress', () => {
  it('of BuildKit', () => {
    const { steps, logs, image, seconds } = decode(createBuildkitDecoder(), recorded('buildkit-cold'));
    deepEqual(steps, [
      '[build 1/2] FROM docker.io/library/alpine:3.20: done, cached',
      `[build 2/2] ${run}: done`,
      '[stage-1 2/2] COPY --from=build /etc/passwd /p: done',
    ]);
    deepEqual(logs.sort(), [`stderr [build 2/2] ${run}: err\n`, `stdout [build 2/2] ${run}: out\nhéllo\n`]);
    match(image ?? '', /^sha256:[0-9a-f]{64}$/);
    equal(seconds.filter((value) => value !== undefined && value >= 0 && value < 60).length, 2);
  });

  it('of BuildKit, with what a step needs, when it ran, and what is transferred', () => {
    const { events } = decode(createBuildkitDecoder(), recorded('buildkit-cold'));
    const steps = new Map(events.flatMap((event) => (event.type === 'step' ? [[event.name, event]] : [])));
    const from = steps.get('[build 1/2] FROM docker.io/library/alpine:3.20');
    const runStep = steps.get(`[build 2/2] ${run}`);
    const copy = steps.get('[stage-1 2/2] COPY --from=build /etc/passwd /p');
    deepEqual(runStep?.inputs, [from?.id]);
    deepEqual(copy?.inputs, [from?.id, runStep?.id]);
    equal((((runStep?.completed ?? 0) - (runStep?.started ?? 0)) / 1000).toFixed(3), runStep?.seconds?.toFixed(3));
    equal(new Date(runStep?.started ?? 0).getUTCFullYear() >= 2024, true);
    const step = steps.get('exporting to image')?.id;
    const transfers = events.filter((event) => event.type === 'transfer');
    deepEqual(transfers[0], {
      type: 'transfer',
      step,
      id: 'exporting layers',
      current: 0,
      total: undefined,
      done: false,
    });
    deepEqual(transfers.at(-1), { ...transfers[0], id: 'naming to docker.io/library/lwcap:1', done: true });
  });

  it('of BuildKit with everything cached', () => {
    const { steps, logs } = decode(createBuildkitDecoder(), recorded('buildkit-warm'));
    deepEqual(steps, [
      // BuildKit seldom says so of a base that is there.
      '[build 1/2] FROM docker.io/library/alpine:3.20: done',
      `[build 2/2] ${run}: done, cached`,
      '[stage-1 2/2] COPY --from=build /etc/passwd /p: done, cached',
    ]);
    deepEqual(logs, []);
  });

  it('of the legacy builder', () => {
    const { steps, logs, image, seconds } = decode(createLegacyDecoder(tick()), recorded('legacy-cold'));
    deepEqual(steps, [
      '[1/5] FROM alpine:3.20 AS build: done',
      `[2/5] ${run}: done`,
      '[3/5] FROM alpine:3.20: done',
      '[4/5] COPY --from=build /etc/passwd /p: done',
      '[5/5] CMD ["sh"]: done',
    ]);
    deepEqual(logs, [`stdout [2/5] ${run}: out\n`, `stdout [2/5] ${run}: héllo\n`, `stderr [2/5] ${run}: err\n`]);
    match(image ?? '', /^sha256:8570342e1a44/);
    deepEqual(seconds, [0.25, 0.25, 0.25, 0.25, 0.25]);
  });

  it('of the legacy builder with everything cached', () => {
    const { steps, logs } = decode(createLegacyDecoder(), recorded('legacy-warm'));
    deepEqual(steps, [
      '[1/5] FROM alpine:3.20 AS build: done',
      `[2/5] ${run}: done, cached`,
      '[3/5] FROM alpine:3.20: done',
      '[4/5] COPY --from=build /etc/passwd /p: done, cached',
      '[5/5] CMD ["sh"]: done, cached',
    ]);
    deepEqual(logs, []);
  });

  it('of Podman', () => {
    const said = [
      '[1/2] STEP 1/2: FROM alpine:3.20 AS build\n',
      '[1/2] STEP 2/2: RUN true\n',
      '--> Using cache 0123456789abcdef\n',
      '--> 0123456789a\n',
      '[2/2] STEP 1/2: FROM alpine:3.20\n',
      '[2/2] STEP 2/2: RUN echo hi\n',
      'hi\n',
      'COMMIT x\n',
      '--> 123456789ab\n',
      `${'0123456789abcdef'.repeat(4)}\n`,
      'Successfully built 0123456789ab\n',
    ];
    const { steps, logs, image } = decode(
      createLegacyDecoder(),
      said.map((stream) => ({ stream })),
    );
    deepEqual(steps, [
      '[1/2 1/2] FROM alpine:3.20 AS build: done',
      '[1/2 2/2] RUN true: done, cached',
      '[2/2 1/2] FROM alpine:3.20: done',
      '[2/2 2/2] RUN echo hi: done',
    ]);
    deepEqual(logs, ['stdout [2/2 2/2] RUN echo hi: hi\n']);
    equal(image, '0123456789ab');
  });

  it('does not take output for a step', () => {
    const said = ['Step 1/2 : FROM x\n', 'Step 2/2 : RUN cat log\n', 'Step 5/9 : COPY a b\n', 'no end of line'];
    const { steps, logs } = decode(
      createLegacyDecoder(),
      said.map((stream) => ({ stream })),
    );
    deepEqual(steps, ['[1/2] FROM x: done', '[2/2] RUN cat log: done']);
    deepEqual(logs, ['stdout [2/2] RUN cat log: Step 5/9 : COPY a b\n', 'stdout [2/2] RUN cat log: no end of line']);
  });

  it('says which step failed and what it said', () => {
    const buildkit = decode(createBuildkitDecoder(), recorded('buildkit-failing'));
    equal(buildkit.error?.reason, 'build-failed');
    equal(buildkit.error?.message, 'The build failed at [2/2] RUN echo before; exit 7: exit code 7.');
    equal(buildkit.error?.hint, 'Its last output was:\nbefore');
    deepEqual(buildkit.steps, [
      '[1/2] FROM docker.io/library/alpine:3.20: done, cached',
      '[2/2] RUN echo before; exit 7: failed',
    ]);

    const legacy = decode(createLegacyDecoder(), recorded('legacy-failing'));
    equal(legacy.error?.message, 'The build failed at [2/2] RUN echo before; echo bad >&2; exit 7: exit code 7.');
    equal(legacy.error?.hint, 'Its last output was:\nbefore\nbad');
    deepEqual(legacy.steps, ['[1/2] FROM alpine:3.20: done', '[2/2] RUN echo before; echo bad >&2; exit 7: failed']);
  });

  it('says what is wrong with the Dockerfile', () => {
    const { error } = decode(createBuildkitDecoder(), recorded('buildkit-syntax'));
    equal(error?.message, 'The build failed: dockerfile parse error line 2: unknown instruction: RUNN.');
  });

  it('says which base image cannot be had', () => {
    const { error } = decode(createBuildkitDecoder(), recorded('buildkit-missing-base'));
    equal(error?.reason, 'registry');
    equal(
      error?.message,
      'The base image 127.0.0.1:1/x:1 cannot be used: the registry cannot be reached: the connection to 127.0.0.1:1 was refused.',
    );
  });

  it('knows the engines that cannot read a context', () => {
    const error = buildFailure(
      'failed to solve: Get "http://build-context-abc": dial tcp: lookup build-context-abc: no such host',
      createBuildLog(),
    );
    equal(error.reason, 'build-failed');
    match(error.hint ?? '', /legacy builder/);
  });

  it('says that a file is not in the build context, unless it was to come from a stage', () => {
    const failure = (name: string, message: string) => {
      const log = createBuildLog();
      log.add(failedStep(name, message));
      return buildFailure(message, log).message;
    };
    const messages = [
      'failed to compute cache key: "/a b/nope.txt" not found: not found',
      'failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/a b/nope.txt": not found',
    ];
    for (const message of messages) {
      equal(
        failure('[2/2] COPY ["a b/nope.txt", "/"]', message),
        'The build failed at [2/2] COPY ["a b/nope.txt", "/"]: "a b/nope.txt" is not in the build context, or the ignore file leaves it out.',
      );
      match(failure('[2/2] COPY --from=build /nope.txt /', message), /: failed to compute cache key/);
    }
  });

  it('says which secret or ssh agent was not given, as builders of all ages do', () => {
    const failure = (message: string) => {
      const log = createBuildLog();
      log.add(failedStep('[2/2] RUN x', message));
      return buildFailure(message, log).message;
    };
    const secret = 'The build failed at [2/2] RUN x: the secret "token" was not given.';
    equal(failure('secret token not found: not found'), secret);
    equal(failure('failed to solve: secret token: not found'), secret);
    const agent = 'The build failed at [2/2] RUN x: the ssh agent "default" was not given.';
    equal(failure('rpc error: code = NotFound desc = ssh agent default was not given'), agent);
    equal(failure('NotFound: ssh agent default was not given'), agent);
    match(failure('process "cat secret x not found" did not complete: exit code: 1'), /exit code 1\.$/);
  });

  it('keeps what a RUN says about a registry apart from our own sign-in', () => {
    const log = createBuildLog();
    log.add(failedStep('[2/2] RUN npm ci', 'x'));
    equal(buildFailure('process "npm ci" did not complete successfully: 401 unauthorized', log).reason, 'build-failed');
  });

  it('survives anything', () => {
    for (const line of [
      {},
      { stream: 7 },
      { id: 'moby.buildkit.trace', aux: { ID: 3 } },
      { id: 'moby.buildkit.trace' },
    ] as Raw[]) {
      deepEqual(decode(createBuildkitDecoder(), [line]).events, []);
      deepEqual(decode(createLegacyDecoder(), [line]).events, []);
    }
  });
});
