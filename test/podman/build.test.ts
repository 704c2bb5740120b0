import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Forecaster } from '../../src/cache/forecaster';
import { type BuildStep, matchSteps } from '../../src/cache/match-steps';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { BuildOptions } from '../../src/engine/build-options';
import type { BuildEvent } from '../../src/engine/build-progress';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { build, endpointOf } from '../engine/connected';
import { ensureBases } from '../support/bases';
import { sharedPodman } from '../support/podman';
import { endProcess, processesWith } from '../support/processes';

describe('builds on Podman', () => {
  let engine: Engine;
  const folders: string[] = [];
  const salt = `${process.pid}-${performance.now()}`;

  before(async () => {
    const test = await sharedPodman();
    await ensureBases(test, ['busybox']);
    engine = await connect(endpointOf(test.socketPath));
  });
  after(() => {
    engine?.dispose();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const run = (text: string, options: Partial<BuildOptions> = {}) =>
    build(engine, text, { networkMode: 'host', signal: AbortSignal.timeout(120_000), ...options });

  it('say what each instruction did, triggers and stages among them, and what it printed', async () => {
    const base = `FROM alpine:3.20\nRUN echo ${salt}\nONBUILD RUN echo trigger\nONBUILD LABEL t=1\n`;
    await run(base, { tags: ['layerwright-onbuild:1'] });
    const text = `ARG V=1\nFROM alpine:3.20 AS unused\nRUN false\nFROM layerwright-onbuild:1 AS one\nRUN echo hello ${salt} > /o\nLABEL t=1\nFROM alpine:3.20\nLABEL s=${salt}\nCOPY --from=one /o /o\nRUN cat /o && echo wrong >&2\n`;
    const events = await run(text, { labels: {} });
    const file = parseDockerfile(text);
    const told = (list: readonly BuildEvent[]) => {
      const steps = new Map<string, BuildStep>();
      for (const event of list) if (event.type === 'step') steps.set(event.id, event);
      const { instructions, unmatched } = matchSteps(file, steps.values(), 'podman', undefined);
      const lines = [...instructions.values()].map(
        ({ instruction, status, cached, stepIds }) =>
          `${instruction.kind} of ${instruction.stage?.index} ${status}${cached ? ' cached' : ''}, ${stepIds.length}`,
      );
      return { lines, unmatched };
    };
    deepEqual(told(events), {
      lines: [
        'FROM of 1 done, 3',
        'RUN of 1 done, 1',
        'LABEL of 1 done, 1',
        'FROM of 2 done, 1',
        'LABEL of 2 done, 1',
        'COPY of 2 done, 1',
        'RUN of 2 done, 1',
      ],
      unmatched: [],
    });
    const logs = events.flatMap((event) => (event.type === 'log' ? event.text : [])).join('');
    match(logs, new RegExp(`hello ${salt}`));
    match(logs, /wrong/);
    equal(events.at(-1)?.type, 'image');
    const again = told(await run(text, { labels: {} })).lines.filter((line) => !line.startsWith('FROM'));
    ok(
      again.every((line) => line.includes('done cached')),
      again.join('\n'),
    );
  });

  it('name what went wrong', async () => {
    const failing = run('FROM alpine:3.20\nRUN echo before && exit 7\n');
    await rejects(failing, {
      reason: 'build-failed',
      message: /^The build failed at \[2\/3\] RUN echo before .*: exit code 7\.$/,
    });
    await rejects(failing, { hint: /before/ });
    await rejects(run('FROM alpine:3.20\nRUNN true\n'), /RUNN true: unknown instruction: "RUNN"\.$/);
    await rejects(run('FROM 127.0.0.1:1/nosuch:1\nRUN true\n'), /127\.0\.0\.1:1/);
    await rejects(run('FROM alpine:3.20\nCOPY nosuch /\n'), /"nosuch" is not in the build context, or the ignore file/);
    await rejects(run('FROM alpine:3.20\n', { builder: 'buildkit' }), {
      reason: 'invalid',
      message: 'This engine has no BuildKit.',
    });
    await rejects(run('FROM alpine:3.20\n', { secrets: { a: { variable: 'HOME' } } }), { reason: 'invalid' });
  });

  it('end for who cancels, although Podman 4.3 lets the RUN go on', async () => {
    const abort = new AbortController();
    const mark = `7${process.pid}`;
    const events = engine.images.build(context(`FROM alpine:3.20\nRUN echo ${salt} started && sleep ${mark}\n`), {
      tags: [],
      networkMode: 'host',
      signal: abort.signal,
    });
    const building = (async () => {
      for await (const event of events) if (event.type === 'log' && event.text.includes('started')) abort.abort();
    })();
    await rejects(building, { reason: 'cancelled' });
    const left = processesWith(`sleep ${mark}`);
    for (const pid of left) await endProcess(pid, 1_000);
    const after = await run(`FROM alpine:3.20\nRUN echo ${salt} after\n`);
    equal(after.at(-1)?.type, 'image');
  });

  it('get of the context what its ignore file leaves, and nothing that comes with a Dockerfile from elsewhere', async () => {
    const text = `FROM alpine:3.20\nRUN echo ${salt}\nCOPY . /c\nRUN cd /c && echo have $(find . -type f | sort)\n`;
    const have = async (dockerfile: string, root: string) => {
      let said = '';
      const options = { tags: [], networkMode: 'host', signal: AbortSignal.timeout(120_000) };
      for await (const event of engine.images.build({ root, dockerfile }, options))
        if (event.type === 'log') said += event.text;
      return /^have (.*)$/m.exec(said)?.[1];
    };
    const { root, dockerfile } = context(text);
    for (const name of ['a', 'b', 'c']) writeFileSync(join(root, name), name);
    writeFileSync(join(root, '.dockerignore'), 'a\n');
    equal(await have(dockerfile, root), './.dockerignore ./Dockerfile ./b ./c');
    writeFileSync(join(root, '.containerignore'), 'b\n');
    equal(await have(dockerfile, root), './.containerignore ./.dockerignore ./Dockerfile ./a ./c');
    equal(await have(context(text).dockerfile, root), './Dockerfile ./a ./c');
    writeFileSync(`${dockerfile}.containerignore`, 'c\n');
    equal(await have(dockerfile, root), './Dockerfile ./Dockerfile.containerignore ./a ./b');
    writeFileSync(`${dockerfile}.dockerignore`, 'a\nDockerfile*\n');
    equal(await have(dockerfile, root), './b ./c');
  });

  it('are written down for forecasts, which leave open what others have built', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'layerwright-podman-'));
    folders.push(folder);
    const text = `FROM alpine:3.20\nARG V\nCOPY Dockerfile /f\nRUN echo ${salt} kept\nRUN echo ${salt} last\n`;
    const { root, dockerfile } = context(text);
    const verdicts = async (of: string) => {
      const forecaster = new Forecaster(join(folder, 'state'));
      const open = await forecaster.forecast({ engine, dockerfile, root, text: of, buildArgs: { V: '1' } });
      return { open, told: open?.forecast.steps.slice(1).map(({ verdict, reason }) => `${verdict} ${reason.kind}`) };
    };
    const first = await verdicts(text);
    deepEqual(first.told, ['run no-record', ...Array(3).fill('run parent-changed')]);
    const steps = new Map<string, BuildStep>();
    let image: string | undefined;
    const options = { tags: [], buildArgs: { V: '1' }, networkMode: 'host', signal: AbortSignal.timeout(120_000) };
    for await (const event of engine.images.build({ root, dockerfile }, options)) {
      if (event.type === 'step') steps.set(event.id, event);
      else if (event.type === 'image') image = event.id;
    }
    await first.open?.record(steps.values(), { image });
    deepEqual((await verdicts(text)).told, Array(4).fill('reuse unchanged'));
    const changed = text.replace('kept', 'other');
    deepEqual((await verdicts(changed)).told?.slice(2), ['run instruction-changed', `run parent-changed`]);
    // Another program builds that RUN, with what nobody of ours has seen.
    await run(`FROM alpine:3.20\nLABEL x=${salt}\nRUN echo ${salt} other\n`);
    deepEqual((await verdicts(changed)).told?.slice(2), ['unknown built-elsewhere', 'unknown parent-changed']);
  });

  function context(text: string) {
    const root = mkdtempSync(join(tmpdir(), 'layerwright-podman-'));
    folders.push(root);
    writeFileSync(join(root, 'Dockerfile'), text);
    return { root, dockerfile: join(root, 'Dockerfile') };
  }
});
