// Bundles the extension and the command line into dist/.
//   node esbuild.mjs              development build with source maps
//   node esbuild.mjs --watch      the same, again after every change
//   node esbuild.mjs --production minified, as it ships: for measurements
//   node esbuild.mjs --package    minified build, layerwright-<version>.vsix, and what is large in it
// A module that is imported by `await import('…')` and by nothing else becomes a file of its own, loaded on first use. What
// several of them share is in one further file, so that a class is one class everywhere.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const { resolve: locate } = createRequire(import.meta.url);
const packaging = process.argv.includes('--package');
const production = packaging || process.argv.includes('--production');
const dist = join(root, 'dist');

/** Entries that run in Node: the extension host and the command line. Their folders and names are dist's. */
const nodeEntries = { extension: 'src/extension.ts', cli: 'src/cli.ts' };

/** One script per webview, for the browser inside VS Code: src/webviews/<name>/client/main.ts is dist/webviews/<name>.js. */
const webviewEntries = Object.fromEntries(
  readdirSync(join(root, 'src', 'webviews'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, `src/webviews/${name}/client/main.ts`]),
);

/** Files that a bundle reads at run time, beside it. */
const assets = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'];

/** Parts of dockerode that we replace: ssh goes through the system's ssh, sessions and progress through our own code. */
const replaced = [
  { importer: /docker-modem[\\/]lib/, path: './ssh', what: 'ssh connections of docker-modem' },
  { importer: /dockerode[\\/]lib/, path: './session', what: 'sessions of dockerode' },
  { importer: /dockerode[\\/]lib/, path: './buildkit', what: 'progress of dockerode' },
];

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};
const nodeBuild = {
  ...common,
  entryPoints: nodeEntries,
  outdir: 'dist',
  platform: 'node',
  target: 'node20',
  // Code splitting exists for ES modules only; `toCommonJs` makes the files into what VS Code loads.
  format: 'esm',
  splitting: true,
  chunkNames: '[name]-[hash]',
  sourcemap: production ? false : 'inline',
  external: ['vscode', '*.node'],
  // The ES module of this package asks where it lies in a way that CommonJS cannot answer.
  alias: { 'web-tree-sitter': locate('web-tree-sitter') },
  write: false,
  plugins: [
    { name: 'replace', setup: replaceModules },
    { name: 'to-common-js', setup: toCommonJs },
  ],
};
const webviewBuild = {
  ...common,
  entryPoints: webviewEntries,
  outdir: 'dist/webviews',
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
  sourcemap: production ? false : 'linked',
};
const builds = [nodeBuild, ...(Object.keys(webviewEntries).length > 0 ? [webviewBuild] : [])];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const asset of assets) copyFileSync(locate(asset), join(dist, basename(asset)));

try {
  if (process.argv.includes('--watch')) await watch();
  else await build();
} catch (error) {
  // esbuild has printed its own errors.
  if (!error.errors) console.error(error.message);
  process.exit(1);
}

async function build() {
  const results = [];
  for (const options of builds) results.push(await esbuild.build(options));
  const outputs = Object.assign({}, ...results.map((result) => result.metafile.outputs));
  writeFileSync(join(dist, 'meta.json'), JSON.stringify({ outputs }));
  if (!packaging) return;
  printSizes(outputs);
  packageExtension();
}

async function watch() {
  for (const options of builds) await (await esbuild.context(options)).watch();
  console.log('Watching for changes');
}

function replaceModules({ onResolve, onLoad }) {
  onResolve({ filter: /^\.\/(ssh|session|buildkit)$/ }, ({ importer, path }) => {
    const found = replaced.find((module) => module.path === path && module.importer.test(importer));
    return found && { path: found.what, namespace: 'replaced' };
  });
  onLoad({ filter: /.*/, namespace: 'replaced' }, ({ path }) => ({
    contents: `module.exports = () => { throw new Error(${JSON.stringify(`${path}: not part of this bundle`)}); };`,
  }));
}

function toCommonJs({ onEnd }) {
  onEnd(async ({ errors, outputFiles }) => {
    if (errors.length > 0) return;
    // Names of chunks change with what is in them; `watch` would pile them up.
    for (const name of readdirSync(dist)) if (/\.js(\.map)?$/.test(name)) rmSync(join(dist, name));
    for (const { path, text } of outputFiles) {
      const isProgram = basename(path) === 'cli.js';
      const { code, map } = await esbuild.transform(text, {
        ...(isProgram && !text.startsWith('#!') ? { banner: '#!/usr/bin/env node' } : {}),
        format: 'cjs',
        platform: 'node',
        target: 'node20',
        // VS Code's `require` knows the module "vscode" and the files beside; import() would not.
        supported: { 'dynamic-import': false },
        minify: production,
        legalComments: 'none',
        sourcefile: basename(path),
        sourcemap: production ? false : 'external',
      });
      writeFileSync(path, production ? code : `${code}//# sourceMappingURL=${basename(path)}.map\n`);
      if (!production) writeFileSync(`${path}.map`, map);
      if (isProgram) chmodSync(path, 0o755);
    }
  });
}

function printSizes(outputs) {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1).padStart(8)} KB`;
  console.log('Bundle');
  for (const path of Object.keys(outputs).sort()) console.log(`${kilobytes(statSync(join(root, path)).size)}  ${path}`);
  for (const asset of assets)
    console.log(`${kilobytes(statSync(join(dist, basename(asset))).size)}  dist/${basename(asset)}`);
  const inputs = new Map();
  for (const output of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs))
      inputs.set(path, (inputs.get(path) ?? 0) + bytesInOutput);
  }
  console.log('Ten largest inputs');
  for (const [path, bytes] of [...inputs].sort((a, b) => b[1] - a[1]).slice(0, 10))
    console.log(`${kilobytes(bytes)}  ${path}`);
}

function packageExtension() {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = `${name}-${version}.vsix`;
  // The bundle holds every dependency; links in the README stay as they are.
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', file];
  execFileSync(process.execPath, [join(root, 'node_modules', '@vscode', 'vsce', 'vsce'), 'package', ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  console.log(`${file}: ${(statSync(join(root, file)).size / 1024).toFixed(1)} KB`);
}
