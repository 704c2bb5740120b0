// Bundles the unit tests into two files: loaded one by one through tsx, they take longer to load than to run.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** The core's tests are about half of the work. */
const core = /^(?:lint|shell|dockerfile)\//;
const halves = { core: (path) => core.test(path), others: (path) => !core.test(path) };

/** Writes out/unit/*.cjs, two files that run side by side, and returns their paths. Rejects when a file does not parse. */
export async function bundleUnitTests(root) {
  const paths = readdirSync(join(root, 'test', 'unit'), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts'))
    .sort();
  return Promise.all(Object.entries(halves).map(([name, belongs]) => bundle(root, name, paths.filter(belongs))));
}

async function bundle(root, name, paths) {
  const outfile = join(root, 'out', 'unit', `${name}.cjs`);
  const tests = paths.map((path) => `import './test/unit/${path}';`);
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
    sourcemap: 'linked',
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
