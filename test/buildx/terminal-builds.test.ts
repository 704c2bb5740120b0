// Chunks that are imported on first use need the hooks of import as well.
import 'tsx';
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Forecaster, type ForecastRequest } from '../../src/cache/forecaster';
import { matchSteps } from '../../src/cache/match-steps';
import { TerminalLearner } from '../../src/cache/terminal/learner';
import { TerminalBuilds } from '../../src/cache/terminal/terminal-builds';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { BuildStep } from '../../src/engine/build-progress';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { endpointOf } from '../engine/connected';
import { ensureBases } from '../support/bases';
import { type BuildxEngine, buildxEngine, type TypedBuild } from '../support/buildx';
import { requireTools } from '../support/tools.mjs';

describe('builds from a terminal', function () {
  this.timeout(120_000);
  let buildx: BuildxEngine;
  let engine: Engine;
  let folder: string;
  /** What forecasts remember. */
  let state: string;
  let number = 0;

  before(async () => {
    buildx = await buildxEngine();
    await ensureBases(buildx.test, ['busybox']);
    engine = await connect(endpointOf(buildx.test.socketPath));
  });
  after(() => engine.dispose());
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'layerwright-terminal-')));
    mkdirSync(at(''));
    state = mkdtempSync(join(tmpdir(), 'layerwright-state-'));
  });
  afterEach(() => {
    for (const path of [folder, state]) rmSync(path, { recursive: true, force: true });
  });

  const at = (path: string) => join(folder, 'context', path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  /** Something that no other test has built. */
  const salt = () => `${process.pid}-${++number}`;
  const type = (args?: readonly string[], input?: string) => buildx.terminal.build(at(''), args, input);

  /** Of another process each time, as the command line is. */
  async function forecast(request: Partial<ForecastRequest> = {}): Promise<readonly string[]> {
    const forecaster = new Forecaster(state, new TerminalLearner(new TerminalBuilds(buildx.terminal.folder)));
    const dockerfile = request.dockerfile ?? at('Dockerfile');
    const text = request.text ?? readFileSync(dockerfile, 'utf8');
    const open = await forecaster.forecast({ engine, root: at(''), text, ...request, dockerfile });
    const steps = open?.forecast.steps.filter(({ instruction }) => instruction.kind !== 'FROM') ?? [];
    return steps.map(({ instruction, verdict }) => `${instruction.kind} ${verdict}`);
  }

  const done = ({ steps, exitCode, words }: TypedBuild): readonly string[] => {
    equal(exitCode, 0, words);
    const file = parseDockerfile(readFileSync(at('Dockerfile'), 'utf8'));
    return [...matchSteps(file, steps, 'buildkit', undefined).instructions.values()]
      .filter(({ instruction }) => instruction.kind !== 'FROM')
      .sort((a, b) => a.instruction.index - b.instruction.index)
      .map(({ instruction, cached }) => `${instruction.kind} ${cached ? 'reuse' : 'run'}`);
  };

  it('are taken from the cache by the next build, and say where it begins to run', async () => {
    write('a', salt());
    write('src/b', 'b');
    write('src/deep/c', 'c');
    write(
      'Dockerfile',
      'FROM alpine:3.20 AS one\nARG WHO=me\nCOPY a /a\nENV X=$WHO\nRUN cat /a > /b; echo $X\nWORKDIR /w\nFROM alpine:3.20\nCOPY src /src\nCOPY --from=one /b /b\nRUN cat /b\n',
    );
    deepEqual(done(await type()).slice(0, 2), ['COPY run', 'RUN run']);
    const all = ['COPY reuse', 'RUN reuse', 'WORKDIR reuse', 'COPY reuse', 'COPY reuse', 'RUN reuse'];
    deepEqual(await forecast(), all);
    deepEqual(done(await type()), all);
    deepEqual(await forecast(), all);
    write('src/b', 'other');
    const next = ['COPY reuse', 'RUN reuse', 'WORKDIR reuse', 'COPY run', 'COPY run', 'RUN run'];
    deepEqual(await forecast(), next);
    deepEqual(done(await type()), next);
  });

  it('are looked at for the files that they took, as these were then', async () => {
    write('a', salt());
    write('b', 'b');
    write('d/x', 'x');
    write('d/s/y', 'y');
    write('Dockerfile', 'FROM scratch\nCOPY a /a\nCOPY d /d\nCOPY b /b\n');
    const edits: readonly (readonly [() => void, string])[] = [
      // Written after the build: it may have been otherwise.
      [() => write('b', 'c'), 'COPY reuse, COPY reuse, COPY not'],
      [
        () => {
          write('a', readFileSync(at('a'), 'utf8').replace('-', '+'));
          utimesSync(at('a'), 5, 5);
        },
        'COPY not, COPY not, COPY not',
      ],
      [() => write('d/s/z', 'z'), 'COPY reuse, COPY not, COPY not'],
      [() => rmSync(at('d/s/y')), 'COPY reuse, COPY not, COPY not'],
      [() => chmodSync(at('d/s'), 0o700), 'COPY reuse, COPY not, COPY not'],
      [
        () => {
          renameSync(at('d'), at('e'));
          mkdirSync(at('d'));
        },
        'COPY not, COPY not, COPY not',
      ],
    ];
    for (const [edit, expected] of edits) {
      rmSync(state, { recursive: true, force: true });
      write('a', salt());
      equal((await type()).exitCode, 0);
      edit();
      const told = (await forecast()).map((verdict) => verdict.replace(/(?:unknown|run|depends)$/, 'not'));
      equal(told.join(', '), expected, String(edit));
    }
  });

  it('count as they were asked for', async () => {
    write('a', salt());
    const lines = (base: string) => `FROM ${base} AS one\nARG V=1\nCOPY a /a\nRUN echo $V > /v\nFROM one\nRUN cat /v\n`;
    write('Dockerfile', lines('alpine:3.20'));
    writeFileSync(join(folder, 'other'), lines('alpine:3.19'));
    const arguments2 = { buildArgs: { V: '2' } };
    const cases: readonly (readonly [readonly string[], Partial<ForecastRequest>, string])[] = [
      [['--build-arg', 'V=2', '--label', 'a=b', '.'], arguments2, 'COPY reuse, RUN reuse, RUN reuse'],
      [['--build-arg', 'V=2', '.'], {}, 'COPY reuse, RUN run, RUN run'],
      [['--target', 'one', '.'], { target: 'one' }, 'COPY reuse, RUN reuse, RUN skipped'],
      [['--target', 'one', '.'], {}, 'COPY reuse, RUN reuse, RUN run'],
      [['--platform', 'linux/amd64', '.'], {}, 'COPY reuse, RUN reuse, RUN reuse'],
      [['--add-host', 'h:1.2.3.4', '.'], { hosts: ['h:1.2.3.5'] }, 'COPY reuse, RUN reuse, RUN reuse'],
      [['--network', 'none', '.'], { network: 'none' }, 'COPY reuse, RUN reuse, RUN reuse'],
      [['-f', '../other', '.'], { dockerfile: join(folder, 'other') }, 'COPY reuse, RUN reuse, RUN reuse'],
      [['--output', 'type=cacheonly', '.'], {}, 'COPY reuse, RUN reuse, RUN reuse'],
      // Nothing is known of these.
      [['--shm-size', '10m', '.'], {}, 'COPY unknown, RUN unknown, RUN unknown'],
      [['--build-context', 'x=..', '.'], {}, 'COPY unknown, RUN unknown, RUN unknown'],
      [['--build-arg', 'SOURCE_DATE_EPOCH=1', '.'], {}, 'COPY unknown, RUN unknown, RUN unknown'],
      [['-f', '-', '.'], {}, 'COPY unknown, RUN unknown, RUN unknown'],
    ];
    for (const [args, request, expected] of cases) {
      rmSync(state, { recursive: true, force: true });
      await engine.pruneBuildCache({ all: true });
      equal((await type(args, lines('alpine:3.20'))).exitCode, 0, args.join(' '));
      equal((await forecast(request)).join(', '), expected, args.join(' '));
    }
  });

  it('count as far as they came', async () => {
    write('a', salt());
    write('Dockerfile', 'FROM alpine:3.20\nCOPY a /a\nRUN cat /a > /b\nRUN cat /b; false\n');
    // Something that the engine remembers from before the build.
    await engine.images.tag('alpine:3.20', 'lw-terminal:event');
    ok((await type()).exitCode !== 0);
    const came = ['COPY reuse', 'RUN reuse', 'RUN run'];
    deepEqual(await forecast(), came);
    write('Dockerfile', 'FROM alpine:3.20\nCOPY a /a\nRUN cat /a > /b\nRUN cat /b; true\n');
    deepEqual(await forecast(), came);
    deepEqual(done(await type()), came);

    const unknown = (text: string) => text.replace(/(?:run|depends)$/, 'unknown');
    const fails = async (edit: () => unknown) => {
      rmSync(state, { recursive: true, force: true });
      write('a', salt());
      write('Dockerfile', 'FROM alpine:3.20\nCOPY a /a\nRUN cat /a; false\n');
      ok((await type()).exitCode !== 0);
      await edit();
      return (await forecast()).map(unknown);
    };
    // Nobody tells what was built.
    deepEqual(await fails(() => utimesSync(at('Dockerfile'), 1, 1)), ['COPY unknown', 'RUN unknown']);
    deepEqual(await fails(() => write('.dockerignore', 'b')), ['COPY unknown', 'RUN unknown']);
    rmSync(at('.dockerignore'));
    const retag = () => engine.images.tag('alpine:3.19', 'alpine:3.20');
    deepEqual(await fails(retag), ['COPY unknown', 'RUN unknown']);
    deepEqual(await fails(() => engine.images.tag('alpine:3.19', 'other:1')), ['COPY reuse', 'RUN unknown']);
    await engine.images.remove('lw-terminal:event');
    await engine.images.remove('other:1');
  });

  it('do not count for what was pruned since, or for another base image', async () => {
    write('a', salt());
    write('Dockerfile', 'FROM lw-terminal:base\nCOPY a /a\nRUN echo $FROM_BASE\n');
    const base = async (text: string) => {
      const built = await buildx.terminal.build(folder, ['-t', 'lw-terminal:base', '-'], `FROM alpine:3.20\n${text}\n`);
      equal(built.exitCode, 0, built.words);
    };
    await base('ENV FROM_BASE=1');
    equal((await type()).exitCode, 0);
    await engine.pruneBuildCache({ all: true });
    deepEqual(await forecast(), ['COPY run', 'RUN run']);
    equal((await type()).exitCode, 0);
    deepEqual(await forecast(), ['COPY reuse', 'RUN reuse']);

    equal((await type()).exitCode, 0);
    // The same layers, which engines that keep images with containerd do not tell, and another variable; then others.
    await base('ENV FROM_BASE=2');
    rmSync(state, { recursive: true, force: true });
    match((await forecast()).join(), /^COPY (?:reuse|unknown),RUN unknown$/);
    await base('RUN touch /base');
    rmSync(state, { recursive: true, force: true });
    deepEqual(await forecast(), ['COPY unknown', 'RUN unknown']);
    await engine.images.remove('lw-terminal:base', { force: true });
  });

  it('are found through links, and not when these lead elsewhere since', async () => {
    const releases = ['one', 'two'].map((name) => join(folder, name));
    for (const [index, release] of releases.entries()) {
      mkdirSync(release);
      writeFileSync(join(release, 'a'), `${salt()} ${index}`);
      writeFileSync(join(release, 'Dockerfile'), 'FROM scratch\nCOPY a /a\n');
    }
    const current = join(folder, 'current');
    const switchTo = (release = '') => {
      rmSync(current, { force: true });
      symlinkSync(release, current);
    };
    const request = { dockerfile: join(current, 'Dockerfile'), root: current };
    switchTo(releases[0]);
    equal((await buildx.terminal.build(folder, [current])).exitCode, 0);
    deepEqual(await forecast(request), ['COPY reuse']);
    switchTo(releases[1]);
    rmSync(state, { recursive: true, force: true });
    deepEqual(await forecast(request), ['COPY unknown']);
  });

  it('count when they are baked, and not when their Dockerfile came over the network', async () => {
    write('a', salt());
    const text = 'FROM alpine:3.20\nRUN echo $PWD\nCOPY a /a\n';
    write('Dockerfile', text);
    write('docker-bake.hcl', 'target "default" { context = "." }\n');
    const server = createServer((_, answer) => answer.end(text.replace('COPY a /a\n', '')));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      await engine.pruneBuildCache({ all: true });
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/Dockerfile`;
      equal((await type([url])).exitCode, 0);
      deepEqual(await forecast(), ['RUN unknown', 'COPY unknown']);
    } finally {
      server.close();
    }
    await engine.pruneBuildCache({ all: true });
    const { exitCode, words } = await buildx.terminal.bake(at(''));
    equal(exitCode, 0, words);
    deepEqual(await forecast(), ['RUN reuse', 'COPY reuse']);
  });

  it('do not count for files with attributes that only buildx sends', async () => {
    requireTools('The test of extended attributes', [{ program: 'setfattr', debianPackage: 'attr' }]);
    write('a', salt());
    write('b', 'b');
    linkSync(at('b'), at('c'));
    write('Dockerfile', 'FROM scratch\nCOPY a /a\nCOPY c /c\n');
    execFileSync('setfattr', ['-n', 'user.test', '-v', 'x', at('b')]);
    equal((await type()).exitCode, 0);
    deepEqual(await forecast(), ['COPY reuse', 'COPY unknown']);
  });

  it('leave no doubt about copies of the context that were pruned', async () => {
    write('a', salt());
    utimesSync(at('a'), 5, 5);
    write('Dockerfile', 'FROM scratch\nCOPY a /a\n');
    const request = {
      engine,
      dockerfile: at('Dockerfile'),
      root: at(''),
      text: readFileSync(at('Dockerfile'), 'utf8'),
    };
    const open = await new Forecaster(state).forecast(request);
    const steps = new Map<string, BuildStep>();
    const options = { tags: [], signal: AbortSignal.timeout(60_000) };
    for await (const event of engine.images.build(request, options))
      if (event.type === 'step') steps.set(event.id, event);
    await open?.record(steps.values(), { image: '' });
    deepEqual(await forecast(), ['COPY reuse']);
    await engine.pruneBuildCache({ all: true });
    // Other bytes, and everything that a builder would look at as before.
    write('a', readFileSync(at('a'), 'utf8').replace('-', '+'));
    utimesSync(at('a'), 5, 5);
    equal((await type()).exitCode, 0);
    deepEqual(await forecast(), ['COPY reuse']);
  });
});
