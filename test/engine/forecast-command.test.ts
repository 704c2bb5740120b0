import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layerSizes } from '../../src/builds/layer-sizes';
import { Forecaster } from '../../src/cache/forecaster';
import type { BuildStep } from '../../src/cache/match-steps';
import { main } from '../../src/cli/main';
import { buildImage } from '../../src/commands/build/build-image';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { connect } from '../../src/engine/dockerode/connect';
import { script } from '../unit/commands/scripted-services';
import { temporaryDirectory } from '../unit/support/temporary-directory';
import { endpointOf, useEngine } from './connected';

interface Told {
  readonly builder: string;
  readonly steps: readonly {
    readonly stage: string;
    readonly instruction: string;
    readonly verdict: string;
    readonly reason: { readonly kind: string; readonly detail: string };
    readonly lastSeconds?: number;
    readonly lastBytes?: number;
    readonly range: { readonly start: { readonly line: number } };
  }[];
  readonly totals: Readonly<Record<string, number>>;
}

describe('layerwright forecast', function () {
  this.timeout(60_000);
  const connected = useEngine();
  let folder: string;
  let before: string | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-forecast-cli-'));
    mkdirSync(join(folder, 'context'));
    before = process.env.LAYERWRIGHT_STATE;
    process.env.LAYERWRIGHT_STATE = join(folder, 'state');
  });

  afterEach(() => {
    if (before === undefined) delete process.env.LAYERWRIGHT_STATE;
    else process.env.LAYERWRIGHT_STATE = before;
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (path: string, text: string) => writeFileSync(join(folder, 'context', path), text);

  async function cli(...args: readonly string[]) {
    let out = '';
    let err = '';
    const status = await main(['forecast', ...args], {
      cwd: join(folder, 'context'),
      stdin: (async function* () {})(),
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      color: false,
      assets: [],
      engine: () => connect(endpointOf(connected.test.socketPath)),
      interrupted: new AbortController().signal,
    });
    return { status, out, err };
  }

  const told = async (...args: readonly string[]): Promise<Told> =>
    JSON.parse((await cli('--format', 'json', ...args)).out);

  /** `COPY run file-changed a` */
  const rows = ({ steps }: Told) =>
    steps.map(({ instruction, verdict, reason }) => `${instruction} ${verdict} ${reason.kind} ${reason.detail}`.trim());

  async function build(builder: 'buildkit' | 'legacy', buildArgs: Readonly<Record<string, string>> = {}) {
    const { engine } = connected;
    const dockerfile = join(folder, 'context', 'Dockerfile');
    const root = join(folder, 'context');
    const text = readFileSync(dockerfile, 'utf8');
    const open = await new Forecaster().forecast({ engine, dockerfile, root, text, builder, buildArgs });
    const steps = new Map<string, BuildStep>();
    let image: string | undefined;
    const options = { tags: [], builder, buildArgs, signal: AbortSignal.timeout(60_000) };
    for await (const event of engine.images.build({ root, dockerfile }, options)) {
      if (event.type === 'step') steps.set(event.id, event);
      else if (event.type === 'image') image = event.id;
    }
    const file = parseDockerfile(text);
    const history = image === undefined ? [] : await engine.images.history(image);
    await open?.record(steps.values(), { image, sizes: layerSizes(file, undefined, history) });
    return image;
  }

  for (const builder of ['buildkit', 'legacy'] as const) {
    it(`says what ${builder} will do, why, and what it took`, async () => {
      const salt = `${process.pid}-${performance.now()}`;
      write('a', `a ${salt}`);
      write('b', `b ${salt}`);
      // What other tests have left may be this step, as far as anybody can tell: BuildKit 0.8 describes every copy alike.
      await connected.engine.pruneBuildCache({ all: true });
      const [a, b, big] = ['a', 'b', 'big'].map((name) => `/${name}-${salt}`);
      const one = `FROM alpine:3.20 AS one\nCOPY a ${a}\nARG API_TOKEN\nRUN cat ${a} > ${big}\n`;
      write('Dockerfile', `${one}FROM alpine:3.20\nCOPY b ${b}\nCOPY --from=one ${big} ${big}\n`);
      const layers = (list: readonly string[]) => list.filter((row) => !/^(?:FROM|ARG)/.test(row));
      const all = ['--builder', builder, '--build-arg', 'API_TOKEN=wonderful-secret'];
      await build(builder, { API_TOKEN: 'wonderful-secret' });
      const same = await told(...all);
      equal(same.builder, builder);
      deepEqual(layers(rows(same)), [
        'COPY reuse unchanged',
        'RUN reuse unchanged',
        'COPY reuse unchanged',
        'COPY reuse unchanged',
      ]);
      equal(same.totals.run, 0);

      write('a', `other ${salt}`);
      const changed = await told(...all);
      deepEqual(layers(rows(changed)), [
        'COPY run file-changed a',
        `RUN run parent-changed COPY a ${a}`,
        'COPY reuse unchanged',
        'COPY depends stage-output one',
      ]);
      const run = changed.steps.find(({ instruction }) => instruction === 'RUN');
      ok((run?.lastSeconds ?? 0) > 0 && run?.range.start.line === 3);
      ok((changed.steps.at(-1)?.lastBytes ?? 0) > 0);
      const { status, out } = await cli(...all);
      equal(status, 0);
      match(out, / 2 {2}COPY a \/a-\S+ +run +a changed/);
      match(out, /\n[23] to run, about [\d.]+ s; \d from the cache; 1 depending on output\n$/);

      write('a', `a ${salt}`);
      const argument = await told('--builder', builder, '--build-arg', 'API_TOKEN=another');
      deepEqual(layers(rows(argument)).slice(0, 2), ['COPY reuse unchanged', 'RUN run argument-changed API_TOKEN']);
      const asIf = await told(...all, '--changed', 'b');
      deepEqual(layers(rows(asIf)), [
        'COPY reuse unchanged',
        'RUN reuse unchanged',
        'COPY run file-changed b',
        'COPY run parent-changed b',
      ]);

      for (const name of readdirSync(join(folder, 'state'), { recursive: true }).map(String)) {
        const file = join(folder, 'state', name);
        if (statSync(file).isFile()) ok(!/wonderful-secret/.test(readFileSync(file, 'utf8')), name);
      }
    });
  }

  it('knows of builds that were run in the editor, and of those that failed', async () => {
    const salt = `${process.pid}-${performance.now()}`;
    write('a', `a ${salt}`);
    const dockerfile = join(folder, 'context', 'Dockerfile');
    const { services } = script({ engine: connected.engine });
    const editor = { ...services, forecaster: new Forecaster() };
    const editorBuild = () =>
      buildImage(editor, [{ dockerfile, context: join(folder, 'context'), tag: 'lw-forecast:1' }]);
    write('Dockerfile', `FROM alpine:3.20\nCOPY a /a\nRUN false ${salt}\n`);
    equal(await editorBuild(), undefined);
    deepEqual(rows(await told()).slice(1), ['COPY reuse unchanged', 'RUN run no-record']);
    write('Dockerfile', `FROM alpine:3.20\nCOPY a /a\nRUN true ${salt}\n`);
    ok(await editorBuild());
    deepEqual(rows(await told()).slice(1), ['COPY reuse unchanged', 'RUN reuse unchanged']);
    await connected.engine.images.remove('lw-forecast:1');
  });

  it('does not claim to know which of two contents a build has taken that began as they changed', async () => {
    const salt = `${process.pid}-${performance.now()}`;
    await connected.engine.pruneBuildCache({ all: true });
    const dockerfile = join(folder, 'context', 'Dockerfile');
    write('Dockerfile', `FROM alpine:3.20\nCOPY a /a\nRUN true ${salt}\n`);
    const { services } = script({ engine: connected.engine });
    const editor = { ...services, forecaster: new Forecaster() };
    let edit = (): void => write('a', `new ${salt}`);
    services.builds.onDidBegin(() => edit());
    const editorBuild = () =>
      buildImage(editor, [{ dockerfile, context: join(folder, 'context'), tag: 'lw-forecast:2' }]);
    const verdicts = async () => (await told()).steps.slice(1).map(({ verdict }) => verdict);
    write('a', `old ${salt}`);
    ok(await editorBuild());
    deepEqual(await verdicts(), ['unknown', 'unknown']);
    write('a', `old ${salt}`);
    deepEqual(await verdicts(), ['unknown', 'unknown']);
    // An edit after the files were sent changes nothing about what was built of them.
    edit = () => {};
    services.builds.onDidChange(({ steps }) => {
      const runs = [...steps.values()].some(({ name, status }) => name.includes('RUN true') && status === 'running');
      if (runs) write('a', `later ${salt}`);
    });
    ok(await editorBuild());
    write('a', `old ${salt}`);
    deepEqual(await verdicts(), ['reuse', 'reuse']);
    await connected.engine.images.remove('lw-forecast:2');
  });

  it('forgets what BuildKit has pruned, and does not know what others have built', async () => {
    const { engine } = connected;
    const salt = `${process.pid}-${performance.now()}`;
    write('a', `a ${salt}`);
    write('Dockerfile', `FROM alpine:3.20\nCOPY a /a\nRUN true ${salt}\n`);
    await build('buildkit');
    deepEqual(rows(await told()).slice(1), ['COPY reuse unchanged', 'RUN reuse unchanged']);
    await engine.pruneBuildCache({ all: true });
    deepEqual(rows(await told()).slice(1), ['COPY run no-record', 'RUN run parent-changed COPY a /a']);
    const root = join(folder, 'context');
    const options = { tags: [], builder: 'buildkit' as const, signal: AbortSignal.timeout(60_000) };
    for await (const _ of engine.images.build({ root, dockerfile: join(root, 'Dockerfile') }, options));
    deepEqual(
      (await told()).steps.slice(1).map(({ verdict }) => verdict),
      ['unknown', 'unknown'],
    );
  });

  it('forgets what the legacy builder made when its image is removed, and does not know what others have built', async () => {
    const salt = `${process.pid}-${performance.now()}`;
    write('a', `a ${salt}`);
    write('Dockerfile', `FROM alpine:3.20\nCOPY a /${salt}\n`);
    const legacy = async () => rows(await told('--builder', 'legacy')).slice(1);
    const image = await build('legacy');
    deepEqual(await legacy(), ['COPY reuse unchanged']);
    const { images } = connected.engine;
    await images.remove(image ?? '');
    deepEqual(await legacy(), ['COPY run no-record']);
    const root = join(folder, 'context');
    const options = { tags: [], builder: 'legacy' as const, signal: AbortSignal.timeout(60_000) };
    for await (const _ of images.build({ root, dockerfile: join(root, 'Dockerfile') }, options));
    deepEqual(await legacy(), ['COPY unknown built-elsewhere']);
  });

  it('knows that the legacy builder goes on from what others have made anew', async () => {
    const { images } = connected.engine;
    const salt = `${process.pid}-${performance.now()}`;
    write('Dockerfile', `FROM alpine:3.20\nLABEL of=${salt}\nRUN true ${salt}\n`);
    const legacy = async () => rows(await told('--builder', 'legacy')).slice(1);
    const first = await build('legacy');
    deepEqual(await legacy(), ['LABEL reuse unchanged', 'RUN reuse unchanged']);
    const root = temporaryDirectory({ Dockerfile: `FROM alpine:3.20\nLABEL of=${salt}\nENV A=1\n` });
    const elsewhere = async (noCache: boolean) => {
      const options = { tags: [], builder: 'legacy' as const, noCache, signal: AbortSignal.timeout(60_000) };
      for await (const _ of images.build({ root, dockerfile: join(root, 'Dockerfile') }, options));
    };
    await elsewhere(false);
    deepEqual(await legacy(), ['LABEL reuse unchanged', 'RUN reuse unchanged']);
    await elsewhere(true);
    deepEqual(await legacy(), ['LABEL reuse unchanged', 'RUN unknown built-elsewhere']);
    notEqual(await build('legacy'), first);
    deepEqual(await legacy(), ['LABEL reuse unchanged', 'RUN reuse unchanged']);
  });

  it('names a file that no build gets, and an engine it cannot reach', async () => {
    write('a', 'a');
    write('b', 'b');
    write('.dockerignore', 'b\n');
    write('Dockerfile', 'FROM alpine:3.20\nCOPY a /a\n');
    match((await cli('--changed', 'b')).err, /"b" is left out by the ignore file/);
    match((await cli('--changed', 'c')).err, /"c" does not exist/);
    match((await cli('--target', 'nosuch')).err, /There is no stage "nosuch"/);
  });
});
