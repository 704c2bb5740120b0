import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStandIns, standInImage } from '../support/stand-ins';
import { runCli } from '../unit/support/run-cli';
import { temporaryDirectory } from '../unit/support/temporary-directory';
import { useEngine } from './connected';
import { optimiseCases } from './optimise-cases';

interface Report {
  readonly rewritten: boolean;
  readonly text: string;
  readonly refused: readonly { readonly message: string }[];
  readonly proof:
    | {
        readonly identical: boolean;
        readonly verdict: string;
        readonly edited: string;
        readonly before: Figures;
        readonly after: Figures;
        readonly differences: readonly { readonly name: string; readonly what: string }[];
      }
    | undefined;
}

interface Figures {
  readonly coldSeconds: number;
  readonly rebuildSeconds: number;
  readonly bytes: number;
  readonly ran: readonly { readonly text: string }[];
}

describe('a rewrite, proved', function () {
  this.timeout(180_000);
  const connected = useEngine((engine) => engine.images.remove(standInImage));
  const { TMPDIR } = process.env;
  let copies: string;
  before(async () => {
    await buildStandIns(connected.engine);
    // Copies of other test processes are none of this one's.
    copies = temporaryDirectory();
    process.env.TMPDIR = copies;
  });
  after(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });

  const optimise = async (cwd: string, ...more: readonly string[]) => {
    const { engine } = connected;
    const { status, out, err } = await runCli(['optimise', '--format', 'json', ...more], { cwd, engine });
    return { status, err, report: status === 2 ? undefined : (JSON.parse(out) as Report) };
  };

  for (const { name, dockerfile, files, spared, refused } of optimiseCases) {
    it(`of ${name}`, async () => {
      const root = temporaryDirectory({ ...files, Dockerfile: dockerfile });
      const { status, err, report } = await optimise(root, '--prove');
      if (!report) throw new Error(err);
      deepEqual(report.proof?.differences ?? [], []);
      equal(status, 0);
      if (refused)
        ok(
          report.refused.some(({ message }) => refused.test(message)),
          'no reason is given',
        );
      if (!spared) return;
      ok(
        report.text.split('\n').some((line) => spared.test(line)),
        report.text,
      );
      const ran = report.proof?.after.ran.map(({ text }) => text) ?? [];
      deepEqual(
        ran.filter((text) => spared.test(text)),
        [],
      );
      ok((report.proof?.before.ran.length ?? 0) >= ran.length);
    });
  }

  const tools = { 'tool.sh': 'echo tool\n', 'app/main.sh': 'echo app\n' };
  const withTool =
    'FROM stand-ins:1\nWORKDIR /srv\nCOPY . .\nRUN apk add --no-cache tzdata\nCMD ["sh", "app/main.sh"]\n';

  it('of the legacy builder, too', async () => {
    const root = temporaryDirectory({ ...tools, Dockerfile: withTool });
    const { status, report } = await optimise(root, '--prove', '--builder', 'legacy');
    equal(status, 0);
    const ran = (figures?: Figures) => figures?.ran.map(({ text }) => text.split(' ')[0]);
    deepEqual([ran(report?.proof?.before), ran(report?.proof?.after)], [['COPY', 'RUN'], ['COPY']]);
  });

  it('names what differs, writes nothing then, and leaves nothing behind', async () => {
    const before = await leftovers();
    const root = temporaryDirectory({ ...tools, '.git/HEAD': 'ref: x\n', Dockerfile: withTool });
    const { status, report, err } = await optimise(root, '--all', '--prove', '--write');
    equal(status, 1);
    deepEqual(report?.proof?.differences, [
      { name: '/srv/.git', what: "missing from the rewrite's image, with what is in it" },
    ]);
    match(err, /Nothing was written, because the images differ/);
    equal(readFileSync(join(root, 'Dockerfile'), 'utf8'), withTool);
    equal(existsSync(join(root, '.dockerignore')), false);
    deepEqual(await leftovers(), before);
  });

  it('is identical where only what no step takes into the image is ignored', async () => {
    const root = temporaryDirectory({
      'package.json': '{\n  "name": "web"\n}\n',
      'package-lock.json': '{\n  "packages": {\n    "node_modules/a": { "version": "1.0.0" }\n  }\n}\n',
      'server.js': 'a\n',
      'node_modules/a/index.js': 'of this machine\n',
      Dockerfile: 'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
    });
    const { status, report } = await optimise(root, '--all', '--prove', '--write');
    deepEqual(report?.proof?.differences, []);
    equal(status, 0);
    equal(readFileSync(join(root, '.dockerignore'), 'utf8'), 'node_modules\n');
  });

  it('is written when the images are identical, with what the person chose to edit', async () => {
    const root = temporaryDirectory({ ...tools, Dockerfile: withTool });
    const { status, report } = await optimise(root, '--prove', '--write', '--edit', 'tool.sh');
    equal(status, 0);
    equal(report?.proof?.edited, 'tool.sh');
    equal(readFileSync(join(root, 'Dockerfile'), 'utf8'), report?.text);
    equal(readFileSync(join(root, 'tool.sh'), 'utf8'), tools['tool.sh']);
    const again = await optimise(root, '--prove');
    deepEqual([again.status, again.report?.rewritten, again.report?.proof], [0, false, undefined]);
  });

  it('says so when the Dockerfile cannot be built as it is, with the last lines of the step', async () => {
    const before = await leftovers();
    const root = temporaryDirectory({ ...tools, Dockerfile: `${withTool}RUN echo the reason >&2; exit 3\n` });
    const { status, err } = await optimise(root, '--prove');
    equal(status, 2);
    match(err, /The Dockerfile as it is cannot be built, .*exit code 3\. Its last output was:\s+the reason/s);
    deepEqual(await leftovers(), before);
  });

  it('ends when it is interrupted, and cleans up', async () => {
    const before = await leftovers();
    const root = temporaryDirectory({ ...tools, Dockerfile: `${withTool}RUN echo started && sleep 60\n` });
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), 3000);
    const { engine } = connected;
    const { status, err } = await runCli(['optimise', '--prove'], { cwd: root, engine, interrupted: abort.signal });
    clearTimeout(timer);
    equal(status, 2);
    match(err, /The proof was cancelled\./);
    deepEqual(await leftovers(), before);
  });

  /** Images, containers, records of the build cache and copies that are there. */
  async function leftovers(): Promise<readonly string[]> {
    const { engine } = connected;
    const [images, containers, { buildCache }] = await Promise.all([
      engine.images.list(),
      engine.containers.list(),
      engine.diskUsage(),
    ]);
    return [
      ...images.map(({ id }) => id),
      ...containers.map(({ id }) => id),
      ...buildCache.map(({ id, type }) => `${type} ${id}`),
      ...readdirSync(copies).filter((name) => name.startsWith('layerwright-proof-')),
    ].sort();
  }
});
