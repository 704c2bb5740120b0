import { spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build as bundle } from 'esbuild';
import { requireEngine, startEngine, type TestEngine } from '../test/support/engine';
import { findProgram } from '../test/support/tools.mjs';
import { bar, type Row, repositoryRoot } from './measure';

/** Of one build of ours. */
export interface ContextFigures {
  readonly seconds: number;
  /** Seconds of this process on a processor. */
  readonly processor: number;
  /** Bytes of files that the engine asked for. */
  readonly sent: number;
  /** The most memory the process ever had. */
  readonly peakBytes: number;
}

const rounds = 3;

/**
 * What it costs to get a build context into the engine, beside the docker command on the same one, both with BuildKit: the
 * first time, and again when nothing changed. They take turns, and the build cache is pruned in between; the best of
 * several rounds counts for both, because they wait for the same disk. The command's time includes its start, ours runs in
 * a process that is there already, as the editor is.
 */
export async function context(): Promise<readonly Row[]> {
  const cli = findCli();
  const engine = await startEngine({ name: 'bench' });
  const folder = mkdtempSync(join(tmpdir(), 'layerwright-bench-'));
  try {
    const rows: Row[] = [
      ['engine', `dockerd ${engine.version}, beside ${cli.program}`],
      [
        'load of this machine',
        loadavg()
          .map((load) => load.toFixed(1))
          .join(', '),
      ],
    ];
    const contexts = { '1 GiB in 8 files': makeLarge, '20,000 files': makeMany };
    for (const [name, make] of Object.entries(contexts)) {
      const root = make(join(folder, name.replace(/\W/g, '')));
      rows.push(...(await compare(name, root, { engine, cli })));
      rmSync(root, { recursive: true });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await engine.clean();
  }
}

interface Sides {
  readonly engine: TestEngine;
  readonly cli: Cli;
}

async function compare(name: string, root: string, { engine, cli }: Sides): Promise<readonly Row[]> {
  const ours = await startOurs(engine);
  const first: { ours: ContextFigures; theirs: number }[] = [];
  const again: { ours: ContextFigures; theirs: number }[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      await prune(engine);
      const firstOurs = await ours.build(root);
      again.push({ ours: await ours.build(root), theirs: 0 });
      await prune(engine);
      first.push({ ours: firstOurs, theirs: await cli.build(engine, root) });
      again.push({ ours: await ours.build(root), theirs: await cli.build(engine, root) });
    }
  } finally {
    ours.end();
  }
  const best = (values: readonly number[]) => Math.min(...values.filter((value) => value > 0));
  const firstOurs = best(first.map((pair) => pair.ours.seconds));
  const firstTheirs = best(first.map(({ theirs }) => theirs));
  const unchanged = again.filter((pair) => pair.ours.sent === 0).map((pair) => pair.ours);
  const againOurs = best(unchanged.map(({ seconds }) => seconds));
  const againTheirs = best(again.map(({ theirs }) => theirs));
  const peak = Math.max(...[...first, ...again].map((pair) => pair.ours.peakBytes)) / 1024 / 1024;
  const figure = (values: readonly number[]) => `${values.map((value) => value.toFixed(2)).join(', ')} s`;
  return [
    [`${name}, first, ours`, figure(first.map((pair) => pair.ours.seconds))],
    ['  docker', figure(first.map(({ theirs }) => theirs))],
    ['  ratio', bar(firstOurs / firstTheirs, 1.2, '×')],
    [`${name}, unchanged, ours`, figure(unchanged.map(({ seconds }) => seconds))],
    ['  of which on a processor', figure(unchanged.map(({ processor }) => processor))],
    ['  docker', figure(again.map(({ theirs }) => theirs).filter((value) => value > 0))],
    ['  beyond docker', bar(againOurs - againTheirs, 0.1, 's')],
    ['  memory, at most', bar(peak, 150, 'MB')],
  ];
}

function makeLarge(root: string): string {
  mkdirSync(root);
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
  const block = Buffer.allocUnsafe(128 * 1024 * 1024);
  for (let index = 0; index < 8; index += 1) writeFileSync(join(root, `file-${index}`), randomFillSync(block));
  return root;
}

/** In folders of 50, of some hundred bytes up to some kilobytes. */
function makeMany(root: string): string {
  mkdirSync(root);
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
  for (let index = 0; index < 20_000; index += 1) {
    const folder = join(root, `packages/package-${index % 20}/folder-${Math.floor(index / 20) % 20}`);
    if (index < 400) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${index}.js`), randomFillSync(Buffer.allocUnsafe(200 + ((index * 7919) % 8000))));
  }
  return root;
}

interface Ours {
  build(root: string): Promise<ContextFigures>;
  end(): void;
}

/** A bundle, as it ships: what reads TypeScript takes memory of its own. */
async function startOurs(engine: TestEngine): Promise<Ours> {
  const file = join(repositoryRoot, 'out', 'bench', 'context-process.js');
  await bundle({
    entryPoints: [join(__dirname, 'context-process.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['cpu-features', '*.node'],
  });
  const child = spawn(process.execPath, [file, engine.socketPath], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async build(root) {
      child.stdin.write(`${root}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The process that builds has ended.');
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}

interface Cli {
  readonly program: string;
  /** Seconds. */
  build(engine: TestEngine, root: string): Promise<number>;
}

/** One that has BuildKit: that of the engine's own folder with its plugins, or of Debian, before any other. */
function findCli(): Cli {
  const dockerd = requireEngine();
  const besides = [join(dirname(dockerd), '..', 'bin', 'docker'), '/usr/bin/docker', findProgram('docker') ?? ''];
  const program = besides.find((file) => file !== '' && existsSync(file));
  if (!program) throw new Error('There is no docker command to compare with: install docker.io.');
  const config = mkdtempSync(join(tmpdir(), 'layerwright-bench-'));
  const plugins = join(dirname(program), '..', 'libexec', 'docker', 'cli-plugins');
  writeFileSync(join(config, 'config.json'), JSON.stringify({ cliPluginsExtraDirs: [plugins] }));
  return {
    program,
    async build(engine, root) {
      const begin = performance.now();
      const child = spawn(program, ['build', '--progress=plain', '-t', 'lw-bench:theirs', root], {
        stdio: 'ignore',
        env: { ...process.env, DOCKER_HOST: engine.dockerHost, DOCKER_BUILDKIT: '1', DOCKER_CONFIG: config },
      });
      const status = await new Promise((resolve) => child.on('close', resolve));
      if (status !== 0) throw new Error(`${program} build ended with status ${status}.`);
      return (performance.now() - begin) / 1000;
    },
  };
}

async function prune(engine: TestEngine): Promise<void> {
  await engine.call('/images/lw-bench:ours?force=true', { method: 'DELETE' }).catch(() => {});
  await engine.call('/images/lw-bench:theirs?force=true', { method: 'DELETE' }).catch(() => {});
  await engine.call('/build/prune?all=true', { method: 'POST' });
}
