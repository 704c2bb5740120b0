import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ForecastEngine, Forecaster } from '../src/cache/forecaster';
import { bar, type Row } from './measure';

const files = 20_000;

const text =
  'FROM scratch AS build\nWORKDIR /app\nCOPY d0/package.json ./\nCOPY . .\nFROM scratch\nCOPY --from=build /app /app\n';

/** Forecasts of a Dockerfile that copies a build context of 20,000 files: the first one, and those when nothing has changed. */
export async function forecast(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'layerwright-bench-'));
  try {
    const root = join(folder, 'context');
    fill(root);
    const once = async (forecaster: Forecaster): Promise<Cost> => {
      const measured = await measure(() =>
        forecaster.forecast({ engine, dockerfile: join(folder, 'Dockerfile'), text, root }),
      );
      if (measured.value?.plan.steps.some((step) => step.files.size === files) !== true)
        throw new Error('Nothing was hashed.');
      return measured;
    };
    const reads = await repeat(3, async () => measure(() => readAll(root)));
    const cold = await repeat(3, (number) => once(new Forecaster(join(folder, `cold-${number}`))));
    const fromStorage = await repeatWithoutPageCache(3, {
      read: async () => measure(() => readAll(root)),
      first: (number) => once(new Forecaster(join(folder, `stored-${number}`))),
    });
    const state = join(folder, 'state');
    const forecaster = new Forecaster(state);
    await once(forecaster);
    const warm = await repeat(15, () => once(forecaster));
    const fromDisk = await repeat(5, () => once(new Forecaster(state)));
    const [read, first, again] = [best(reads), best(cold), best(warm)];
    return [
      [`one read of ${files} files in memory`, described(read)],
      ['first forecast', `${bar(first.milliseconds / read.milliseconds, 1.5, '× one read')}; ${described(first)}`],
      ...fromStorage,
      ['nothing changed, same process', `${bar(again.milliseconds, 100, 'ms')}; ${described(again)}`],
      ['nothing changed, another process', described(best(fromDisk))],
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that come from storage, as after a checkout long ago. Only root can have the kernel forget them; else no rows. */
async function repeatWithoutPageCache(
  times: number,
  { read, first }: { readonly read: () => Promise<Cost>; readonly first: (number: number) => Promise<Cost> },
): Promise<readonly Row[]> {
  const forget = () => {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
  };
  try {
    forget();
  } catch {
    return [];
  }
  const [reads, firsts]: [Cost[], Cost[]] = [[], []];
  for (let number = 0; number < times; number++) {
    forget();
    reads.push(await read());
    forget();
    firsts.push(await first(number));
  }
  const ratio = best(firsts).milliseconds / best(reads).milliseconds;
  return [
    ['the same, no file in memory', described(best(reads))],
    ['first forecast', `${bar(ratio, 1, '× one read')}; ${described(best(firsts))}`],
  ];
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
  storage: async () => ({ id: 'bench', dataRoot: '/nowhere', driver: 'overlay2', containerd: false, kernel: '' }),
  diskUsage: async () => ({ layersBytes: 0, images: [], containers: [], volumes: [], buildCache: [] }),
  async *events() {},
  history: {
    list: async () => undefined,
    definition: async () => undefined,
    async *events() {},
  },
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

interface Cost {
  readonly milliseconds: number;
  /** Of the processor, which a busy machine changes less. */
  readonly processor: number;
}

async function measure<T>(work: () => T | Promise<T>): Promise<Cost & { readonly value: T }> {
  const before = process.cpuUsage();
  const started = performance.now();
  const value = await work();
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { value, milliseconds, processor: (user + system) / 1000 };
}

async function repeat(times: number, work: (number: number) => Promise<Cost>): Promise<readonly Cost[]> {
  const costs: Cost[] = [];
  for (let number = 0; number < times; number++) costs.push(await work(number));
  return costs;
}

/** The least of each: everything above is what else the machine did. */
function best(costs: readonly Cost[]): Cost {
  return {
    milliseconds: Math.min(...costs.map(({ milliseconds }) => milliseconds)),
    processor: Math.min(...costs.map(({ processor }) => processor)),
  };
}

function described({ milliseconds, processor }: Cost): string {
  return `${milliseconds.toFixed(0)} ms at best, ${processor.toFixed(0)} ms of processor time`;
}
