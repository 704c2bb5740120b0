/**
 * `npm run bench [-- name...]`: figures of this machine, for the documentation. `lint --files DIR` takes Dockerfiles of
 * yours; `trees --images N --containers N` as many objects, `--real` in a dockerd.
 */
import { parseArgs } from 'node:util';
import { machine, type Row } from './measure';

interface Options {
  readonly folder: string | undefined;
  readonly images: number;
  readonly containers: number;
  readonly real: boolean;
}

/** Each is loaded when it runs, so that one that does not compile yet holds up none of the others. */
const benchmarks: Readonly<Record<string, (options: Options) => Promise<readonly Row[]> | readonly Row[]>> = {
  size: async () => (await import('./size')).size(),
  load: async () => (await import('./load')).load(),
  activate: async () => (await import('./activate')).activate(),
  lint: async (options) => (await import('./lint')).lintFiles(options),
  context: async () => (await import('./context')).context(),
  forecast: async () => (await import('./forecast')).forecast(),
  trees: async (options) => (await import('./trees')).trees(options),
};

async function run(argv: readonly string[]): Promise<void> {
  const { values, positionals: names } = parseArgs({
    args: [...argv],
    options: {
      files: { type: 'string' },
      images: { type: 'string', default: '3000' },
      containers: { type: 'string', default: '2000' },
      real: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const options: Options = {
    folder: values.files,
    images: Number(values.images),
    containers: Number(values.containers),
    real: values.real,
  };
  const unknown = names.find((name) => !(name in benchmarks));
  if (unknown) throw new Error(`"${unknown}" is no benchmark: ${Object.keys(benchmarks).join(', ')}.`);
  console.log(machine());
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    const rows = (await benchmarks[name]?.(options)) ?? [];
    console.log(`\n${name}`);
    const width = Math.max(...rows.map(([label]) => label.length));
    for (const [label, figure] of rows) console.log(`  ${label.padEnd(width)}  ${figure}`);
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
