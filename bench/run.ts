/** `npm run bench [-- name...]`: figures of this machine, for the documentation. */
import { machine, type Row } from './measure';

/** Each is loaded when it runs, so that one that does not compile yet holds up none of the others. */
const benchmarks: Readonly<Record<string, () => Promise<readonly Row[]> | readonly Row[]>> = {
  size: async () => (await import('./size')).size(),
  load: async () => (await import('./load')).load(),
  activate: async () => (await import('./activate')).activate(),
  lint: async () => (await import('./lint')).lintFiles(),
};

async function run(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !(name in benchmarks));
  if (unknown) throw new Error(`"${unknown}" is no benchmark: ${Object.keys(benchmarks).join(', ')}.`);
  console.log(machine());
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    const rows = (await benchmarks[name]?.()) ?? [];
    console.log(`\n${name}`);
    const width = Math.max(...rows.map(([label]) => label.length));
    for (const [label, figure] of rows) console.log(`  ${label.padEnd(width)}  ${figure}`);
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
