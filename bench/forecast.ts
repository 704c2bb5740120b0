import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ForecastEngine, Forecaster } from '../src/cache/forecaster';
import { bar, median, type Row } from './measure';

const files = 20_000;

const text =
  'FROM scratch AS build\nWORKDIR /app\nCOPY d0/package.json ./\nCOPY . .\nFROM scratch\nCOPY --from=build /app /app\n';

/** Forecasts of a Dockerfile that copies a build context of 20,000 files: the first one, and those when nothing has changed. */
export async function forecast(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'layerwright-bench-'));
  try {
    const root = join(folder, 'context');
    fill(root);
    const once = async (forecaster: Forecaster): Promise<number> => {
      const started = performance.now();
      const open = await forecaster.forecast({ engine, dockerfile: join(folder, 'Dockerfile'), text, root });
      if (open?.plan.steps.some((step) => step.files.size === files) !== true) throw new Error('Nothing was hashed.');
      return performance.now() - started;
    };
    const reads = [0, 1, 2].map(() => timed(() => readAll(root)));
    const cold: number[] = [];
    for (const number of [0, 1, 2]) cold.push(await once(new Forecaster(join(folder, `cold-${number}`))));
    const state = join(folder, 'state');
    const forecaster = new Forecaster(state);
    await once(forecaster);
    const warm: number[] = [];
    for (let number = 0; number < 15; number++) warm.push(await once(forecaster));
    const fromDisk: number[] = [];
    for (let number = 0; number < 5; number++) fromDisk.push(await once(new Forecaster(state)));
    const read = median(reads);
    return [
      [`one read of ${files} files`, `${read.toFixed(0)} ms`],
      ['first forecast', `${bar(median(cold), Math.round(read * 1.5), 'ms')} (one read and a half)`],
      ['nothing changed, same process', bar(median(warm), 100, 'ms')],
      ['nothing changed, another process', `${median(fromDisk).toFixed(0)} ms`],
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers at once: what an engine takes for these is not what is measured. */
const engine: ForecastEngine = {
  endpoint: { source: 'setting', context: undefined, address: { kind: 'unix', path: '/nowhere' } },
  info: async () => ({
    version: '26.1.5',
    apiVersion: '1.45',
    os: 'linux',
    architecture: 'amd64',
    podman: false,
    buildkit: true,
  }),
  storage: async () => ({ id: 'bench', dataRoot: '/nowhere', driver: 'overlay2' }),
  diskUsage: async () => ({ layersBytes: 0, images: [], containers: [], volumes: [], buildCache: [] }),
  images: {
    list: async () => [],
    history: async () => [],
    inspect: async () => {
      throw new Error('No image is asked for.');
    },
  },
};

function fill(root: string): void {
  for (let folder = 0; folder < 200; folder++) {
    mkdirSync(join(root, `d${folder}`), { recursive: true });
    for (let file = 0; file < files / 200; file++) {
      const name = file === 0 ? 'package.json' : `file-${file}.ts`;
      writeFileSync(join(root, `d${folder}`, name), `export const value${file} = ${folder};\n`.repeat(50));
    }
  }
}

function readAll(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) readAll(path);
    else readFileSync(path);
  }
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
