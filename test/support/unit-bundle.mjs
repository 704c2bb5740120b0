// Bundles the unit tests into one file: loaded one by one through tsx, they take longer to load than to run.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** Writes out/unit/tests.cjs, with the hooks every mocha run has, and returns its path. Rejects when a file does not parse. */
export async function bundleUnitTests(root) {
  const outfile = join(root, 'out', 'unit', 'tests.cjs');
  const tests = readdirSync(join(root, 'test', 'unit'), { recursive: true })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `import './test/unit/${path.replaceAll('\\', '/')}';`)
    .sort();
  const hooks = [
    "import './test/support/seeded';",
    "import { mochaHooks } from './test/support/mocha-hooks';",
    'after(mochaHooks.afterAll);',
  ];
  await build({
    absWorkingDir: root,
    stdin: { contents: [...hooks, ...tests].join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    outfile,
    logLevel: 'warning',
    plugins: [{ name: 'places', setup: keepPlaces }],
  });
  return outfile;
}

/** `__dirname` stays the folder of the source, where tests find fixtures and the files they are about. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /[\\/](test|src)[\\/].*\.ts$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    if (!/\b__dirname\b/.test(source)) return undefined;
    return { contents: `const __dirname = ${JSON.stringify(dirname(path))};${source}`, loader: 'ts' };
  });
}
