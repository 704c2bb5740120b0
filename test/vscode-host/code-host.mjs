#!/usr/bin/env node
// Behaves like desktop VS Code's `code` for @vscode/test-electron: opens a window (headless Chromium on VS Code's own server),
// loads the development extension, runs extensionTestsPath in the extension host, exits with the tests' code.
//   VSCODE_HOST_VERBOSE=1          the server's and the window's log on standard error
//   VSCODE_HOST_TIMEOUT=600        seconds
//   VSCODE_HOST_SCREENSHOT=file    taken when the tests failed
//   VSCODE_HOST_HEADED=1           a visible window
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli, openBrowser, openWorkbench, startServer } from './host.mjs';

/** Options that are followed by their value when it is not attached with "=". */
const withValue = new Set([
  ...['crash-reporter-directory', 'extensionDevelopmentPath', 'extensions-dir', 'extensionTestsPath', 'file-uri'],
  ...[
    'folder-uri',
    'install-extension',
    'locale',
    'log',
    'logsPath',
    'profile',
    'remote',
    'uninstall-extension',
    'user-data-dir',
  ],
]);
const argv = process.argv.slice(2);
const { options, positional } = parse(argv);
const one = (name) => options[name]?.[0];
const path = (text) => text && (text.startsWith('file://') ? fileURLToPath(text) : resolve(text));
const userDir = path(one('user-data-dir'));
const extensionsDir = path(one('extensions-dir'));

if (['version', 'v', 'install-extension', 'uninstall-extension', 'list-extensions'].some((name) => options[name])) {
  const own = argv.filter((arg) => !/^--(ms-enable|no-sandbox|disable-)/.test(arg));
  process.exit(cli(own, { userDir, extensionsDir }));
}
process.exit(await runTests());

async function runTests() {
  const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
  const tests = path(one('extensionTestsPath'));
  // Below the caller's folder, when there is one: who removes that has removed everything.
  if (userDir) mkdirSync(userDir, { recursive: true });
  const scratch = mkdtempSync(join(userDir ?? tmpdir(), 'vscode-host-'));
  const output = follow(join(scratch, 'tests.log'));
  const verdictFile = join(scratch, 'verdict');
  const verbose = process.env.VSCODE_HOST_VERBOSE;
  let finish;
  const finished = new Promise((done) => {
    finish = done;
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => finish(`stopped by ${signal}`));
  let host;
  let browser;
  try {
    host = await startServer({
      userDir,
      extensionsDir,
      dataDir: join(scratch, 'data'),
      env: {
        VSCODE_HOST_TEST_LOG: output.file,
        VSCODE_HOST_TEST_ENTRY: tests ?? '',
        VSCODE_HOST_TEST_VERDICT: verdictFile,
      },
      onLog: (text) => verbose && process.stderr.write(text),
    });
    browser = await openBrowser({ headless: !process.env.VSCODE_HOST_HEADED });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on('crash', () => finish('the window crashed'));
    page.on('close', () => finish('the window was closed'));
    if (verbose) page.on('console', (message) => process.stderr.write(`[window] ${message.text()}\n`));
    await page.exposeFunction('codeAutomationExit', (code) => finish(Number(code)));
    await openWorkbench(page, host, {
      ...place(),
      extensions: (options.extensionDevelopmentPath ?? []).map(path),
      tests: tests && join(here, 'ext-host-shim.cjs'),
    });
    const seconds = Number(process.env.VSCODE_HOST_TIMEOUT ?? 600);
    const late = new Promise((done) => setTimeout(done, seconds * 1000, `no result after ${seconds} s`).unref());
    const result = await Promise.race([finished, late]);
    output.end();
    const passed = judge(result, verdictFile);
    const screenshot = process.env.VSCODE_HOST_SCREENSHOT;
    if (!passed && screenshot) await page.screenshot({ path: screenshot }).catch(() => {});
    return passed ? 0 : 1;
  } finally {
    output.end();
    await browser?.close().catch(() => {});
    await host?.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Both the window and the test entry must report success: a window whose extension host died reports it too. */
function judge(result, verdictFile) {
  const died = 'the extension host died before the tests ended';
  const verdict = existsSync(verdictFile) ? readFileSync(verdictFile, 'utf8') : died;
  if (result === 0 && verdict === 'passed') return true;
  if (typeof result !== 'number') console.error(`vscode-host: ${result}`);
  else if (verdict !== 'failed') console.error(`vscode-host: ${verdict}`);
  return false;
}

function place() {
  const target = path(one('folder-uri') ?? one('file-uri') ?? positional[0]);
  if (!target) return {};
  if (target.endsWith('.code-workspace')) return { workspace: target };
  return statSync(target).isDirectory() ? { folder: target } : {};
}

/** Copies what is appended to a file to standard output. */
function follow(file) {
  writeFileSync(file, '');
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(65536);
  const drain = () => {
    for (;;) {
      const length = readSync(descriptor, buffer, 0, buffer.length, null);
      if (length === 0) return;
      process.stdout.write(Buffer.from(buffer.subarray(0, length)));
    }
  };
  const timer = setInterval(drain, 100);
  const end = () => {
    clearInterval(timer);
    drain();
  };
  return { file, end };
}

function parse(args) {
  const result = { options: {}, positional: [] };
  for (let index = 0; index < args.length; index += 1) {
    const found = /^--?([^=]+)(?:=(.*))?$/s.exec(args[index]);
    if (!found) {
      result.positional.push(args[index]);
      continue;
    }
    const [, name, attached] = found;
    if (attached === undefined && withValue.has(name)) index += 1;
    const value = attached ?? (withValue.has(name) ? args[index] : 'true');
    result.options[name] = [...(result.options[name] ?? []), value];
  }
  return result;
}
