// Chunks that are imported on first use need the hooks of import as well.
import 'tsx';
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Builds, createBuilds } from '../../src/builds/builds';
import { describeSize, describeWork } from '../../src/builds/describe-run';
import { readPastRun } from '../../src/builds/past-run';
import { TerminalBuilds } from '../../src/cache/terminal/terminal-builds';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { buildMarks } from '../../src/language/build-mark';
import { endpointOf } from '../engine/connected';
import { ensureBases } from '../support/bases';
import { type BuildxEngine, buildxEngine } from '../support/buildx';

describe('what the editor shows of builds from a terminal', function () {
  this.timeout(120_000);
  let buildx: BuildxEngine;
  let engine: Engine;
  let folder: string;
  let terminal: TerminalBuilds;
  let builds: Builds;

  before(async () => {
    buildx = await buildxEngine();
    await ensureBases(buildx.test, ['busybox']);
    engine = await connect(endpointOf(buildx.test.socketPath));
  });
  after(() => engine.dispose());
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'layerwright-terminal-')));
    mkdirSync(join(folder, 'context'));
    terminal = new TerminalBuilds(buildx.terminal.folder);
    builds = createBuilds();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const dockerfile = () => join(folder, 'context', 'Dockerfile');
  const write = (text: string) => writeFileSync(dockerfile(), text);
  const type = (...args: readonly string[]) => buildx.terminal.build(join(folder, 'context'), [...args, '.']);

  /** As the editor does when there is a sign of a build. */
  async function takeIn(): Promise<void> {
    const question = { key: 'shown', dockerfile: dockerfile() };
    const last = (await terminal.take(question, async () => engine.history)).builds.at(-1);
    const run = last && (await readPastRun(last, engine));
    if (run) await builds.adopt(run);
  }

  /** Marks at the lines of a text, with numbers for what differs from build to build. */
  const marks = (text: string) => {
    const run = builds.of(dockerfile());
    if (!run) return [];
    const all = buildMarks({ run, file: parseDockerfile(text), now: Date.now(), inputsChanged: false });
    const sorted = [...all].sort((a, b) => a.line - b.line);
    return sorted.map(({ line, text }) => `${line + 1} ${text.replace(/\d+(?:\.\d+)? (s|ms|min|B|kB|MB)\b/g, 'N $1')}`);
  };

  it('is what each line cost, and the last build as a whole', async () => {
    const text = `FROM alpine:3.20\nARG WHO\nRUN echo $WHO ${performance.now()} > /a; sleep 0.2\nCOPY Dockerfile /\nRUN rm /a\n`;
    write(text);
    equal((await type('--build-arg', 'WHO=you', '-t', 'lw-terminal:run')).exitCode, 0);
    await takeIn();
    const shown = marks(text);
    match(shown.join('\n'), /^1 .*\n3 ✔ N s · N k?B\n4 ✔ N s · N k?B\n5 ✔ N s · N k?B$/m, shown.join('\n'));
    const run = builds.of(dockerfile());
    ok(run?.outcome?.kind === 'built' && (run.outcome.bytes ?? 0) > 0);
    equal(run.request.tag, 'lw-terminal:run');
    deepEqual(run.request.buildArgs, { WHO: 'you' });
    ok(Math.abs(Date.now() - run.startedAt) < 60_000);
    match(`${describeWork(run)}: ${describeSize(run)}`, /^in [\d.]+ s, \d of 4 steps cached: [\d.]+ MB$/);

    // The text has changed since: what can be told is old.
    const edited = text.replace('rm /a', 'rm -f /a');
    match(marks(edited).at(-1) ?? '', /before the last edit$/);
    equal((await type()).exitCode, 0);
    await takeIn();
    equal(builds.all.length, 2);
    await takeIn();
    equal(builds.all.length, 2);
    await engine.images.remove('lw-terminal:run', { force: true });
  });

  it('is where a build failed, when its text can be known', async () => {
    const text = `FROM alpine:3.20\nRUN echo some words; exit ${3}; true ${performance.now()}\n`;
    write(text);
    ok((await type()).exitCode !== 0);
    await takeIn();
    match(marks(text).at(-1) ?? '', /^2 ✘ failed after N s · some words$|^2 ✘ failed · some words$/);
    equal(builds.of(dockerfile())?.outcome?.kind, 'failed');

    ok((await type()).exitCode !== 0);
    // Nobody knows what stood there during the build.
    write(text);
    utimesSync(dockerfile(), 1, 1);
    await takeIn();
    equal(builds.all.length, 1);
  });

  it('is nothing of builds whose Dockerfile is another, or came from elsewhere', async () => {
    const text = `FROM scratch\nCOPY Dockerfile /${performance.now()}\n`;
    write(text);
    writeFileSync(join(folder, 'other'), text);
    equal((await type('-f', '../other')).exitCode, 0);
    equal((await buildx.terminal.build(join(folder, 'context'), ['-f', '-', '.'], text)).exitCode, 0);
    await takeIn();
    deepEqual(builds.all, []);
  });
});
