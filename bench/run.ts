/** `npm run bench [-- name... [--files DIR]]`: figures of this machine, for the documentation. */
import { parseArgs } from 'node:util';
import { machine, type Row } from './measure';

/** Each is loaded when it runs, so that one that does not compile yet holds up none of the others. */
const benchmarks: Readonly<
  Record<string, (options: { readonly folder: string | undefined }) => Promise<readonly Row[]> | readonly Row[]>
> = {
  size: async () => (await import('./size')).size(),
  load: async () => (await import('./load')).load(),
  activate: async () => (await import('./activate')).activate(),
  lint: async (options) => (await import('./lint')).lintFiles(options),
};

async function run(argv: readonly string[]): Promise<void> {
  const { values, positionals: names } = parseArgs({
    args: [...argv],
    options: { files: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = names.find((name) => !(name in benchmarks));
  if (unknown) throw new Error(`"${unknown}" is no benchmark: ${Object.keys(benchmarks).join(', ')}.`);
  console.log(machine());
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    const rows = (await benchmarks[name]?.({ folder: values.files })) ?? [];
    console.log(`\n${name}`);
    const width = Math.max(...rows.map(([label]) => label.length));
    for (const [label, figure] of rows) console.log(`  ${label.padEnd(width)}  ${figure}`);
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
