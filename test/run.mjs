// `npm test`: set-up, then the tiers in order. Plain Node without a dependency, so that it works on a fresh clone.
//   node test/run.mjs [tier...] [mocha options]      for example: node test/run.mjs unit -g 'stage names'
// LAYERWRIGHT_SKIP=engine,host leaves tiers out on purpose. The last line is always "N passed, N failed".
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installEditorHost, installPackages, root, run, tool } from './support/set-up.mjs';

const tiers = { types, lint, unit, engine, host };
const args = process.argv.slice(2);
const firstOption = args.findIndex((arg) => arg.startsWith('-'));
const names = firstOption < 0 ? args : args.slice(0, firstOption);
const mochaOptions = firstOption < 0 ? [] : args.slice(firstOption);
const reporter = ['--reporter', 'test/support/count-reporter.cjs'];
const skipped = (process.env.LAYERWRIGHT_SKIP ?? '').split(',').filter(Boolean);
for (const name of [...names, ...skipped]) {
  if (name in tiers) continue;
  console.error(`"${name}" is no tier: ${Object.keys(tiers).join(', ')}.`);
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'layerwright-run-'));
const summary = [];
const failedTests = [];
let passed = 0;
let failed = 0;
let stopped = false;
let current;
// Ctrl-C reaches the children by itself; they end what they started, and the closing lines still come.
process.on('SIGINT', () => {
  stopped = true;
});
process.on('SIGTERM', () => {
  stopped = true;
  current?.kill('SIGTERM');
});

if (installPackages()) {
  for (const name of Object.keys(tiers)) {
    if (names.length > 0 && !names.includes(name)) continue;
    if (skipped.includes(name)) summary.push([name, 'skipped on purpose (LAYERWRIGHT_SKIP)']);
    else if (!stopped) await runTier(name);
  }
} else {
  failed += 1;
  summary.push(['set-up', 'npm could not install the packages of package-lock.json']);
}
if (stopped) {
  failed += 1;
  summary.push(['', 'stopped before the end']);
}
rmSync(scratch, { recursive: true, force: true });
for (const { title, message } of failedTests) console.log(`\nFAILED  ${title}\n${indented(message)}`);
console.log(`\n${summary.map(([name, text]) => `${name.padEnd(7)} ${text}`).join('\n')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function runTier(name) {
  console.log(`\n── ${name} ${'─'.repeat(72 - name.length)}`);
  const begin = Date.now();
  const result = await tiers[name]();
  const seconds = `${((Date.now() - begin) / 1000).toFixed(1)} s`;
  passed += result.passed;
  failed += result.failed;
  const parts = [`${result.passed} passed`];
  if (result.failed > 0) parts.push(`${result.failed} failed`);
  if (result.pending > 0) parts.push(`${result.pending} skipped by the tests themselves`);
  summary.push([name, `${parts.join(', ')} (${seconds})${result.reason ? `: ${result.reason}` : ''}`]);
}

async function types() {
  return single(await start([tool('typescript', 'bin', 'tsc'), '--project', '.']), 'the compiler reports errors');
}

async function lint() {
  const sources = ['src', 'test', 'bench', 'esbuild.mjs'];
  const biome = [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--config-path', '.ci', '--error-on-warnings'];
  return single(await start([...biome, ...sources]), 'see above; npm run format repairs what can be repaired');
}

async function unit() {
  const { bundleUnitTests } = await import('./support/unit-bundle.mjs');
  const bundles = await bundleUnitTests(root).catch(() => undefined);
  if (bundles === undefined) return cannotRun('the unit tests could not be bundled, see above');
  // The project's configuration of mocha is for tests that are loaded as they are written.
  const mochaProgram = [tool('mocha', 'bin', 'mocha.js'), '--no-config', '--no-package', '--timeout', '10000'];
  const sideBySide = ['--parallel', '--jobs', '2'];
  return counted('unit', [
    '--enable-source-maps',
    ...mochaProgram,
    ...sideBySide,
    ...reporter,
    ...mochaOptions,
    ...bundles,
  ]);
}

async function engine() {
  const question = [tool('tsx', 'dist', 'cli.mjs'), 'test/support/require-engine.ts'];
  const { status, stderr } = spawnSync(process.execPath, question, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  if (status !== 0) return cannotRun(stderr.trim());
  return mocha('engine', ['test/engine/**/*.test.ts']);
}

/** Inside the extension host first, then the packaged extension in a window. */
async function host() {
  const linux = process.platform === 'linux';
  if (linux && !installEditorHost()) return cannotRun('the VS Code host could not be installed, see above');
  if (run(process.execPath, ['esbuild.mjs', '--package']) !== 0)
    return cannotRun('the extension could not be packaged, see above');
  const suite = await counted('suite', [tool('tsx', 'dist', 'cli.mjs'), 'test/host/run-in-editor.ts', ...mochaOptions]);
  if (!linux || stopped) return suite;
  const windows = await mocha('window', ['test/host/window/**/*.test.ts']);
  return {
    passed: suite.passed + windows.passed,
    failed: suite.failed + windows.failed,
    pending: suite.pending + windows.pending,
    reason: [suite.reason, windows.reason].filter(Boolean).join('; '),
  };
}

function mocha(label, files) {
  return counted(label, [tool('mocha', 'bin', 'mocha.js'), ...reporter, ...mochaOptions, ...files]);
}

/** Runs tests that leave their counts in a file; without it, or without a test, the tier failed. */
async function counted(label, command) {
  const file = join(scratch, `${label}.json`);
  const status = await start(command, { LAYERWRIGHT_COUNTS: file });
  if (!existsSync(file)) return cannotRun(`${label}: the tests did not come to an end`);
  const { passes, failures, pending, failed } = JSON.parse(readFileSync(file, 'utf8'));
  failedTests.push(...failed);
  const counts = { passed: passes, failed: failures, pending };
  if (passes + failures + pending === 0) return { ...counts, failed: 1, reason: `${label}: there is no test` };
  if (status !== 0 && failures === 0)
    return { ...counts, failed: 1, reason: `${label}: the run ended with status ${status}` };
  return counts;
}

/** As much of it as is worth saying twice. */
function indented(message) {
  return message
    .split('\n', 12)
    .map((line) => `        ${line.slice(0, 600)}`)
    .join('\n');
}

function single(status, reason) {
  return status === 0 ? { passed: 1, failed: 0, pending: 0 } : { passed: 0, failed: 1, pending: 0, reason };
}

function cannotRun(reason) {
  return { passed: 0, failed: 1, pending: 0, reason };
}

function start(command, env = {}) {
  return new Promise((resolve) => {
    current = spawn(process.execPath, command, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    current.once('exit', (code) => resolve(code ?? 1));
  });
}
