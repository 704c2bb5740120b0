// Starts VS Code's own server with a throw-away profile and opens its workbench in headless Chromium.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findProgram } from '../support/tools.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = process.env.VSCODE_HOST_MODULES ?? join(here, 'node_modules');
const node = process.env.VSCODE_HOST_NODE ?? join(modules, `node-linux-${process.arch}`, 'bin', 'node');
const server = join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js');

/** Variables of a VS Code terminal this may be run in. Every other variable reaches the extension host. */
const leftovers = [
  'ELECTRON_RUN_AS_NODE',
  'NODE_OPTIONS',
  'VSCODE_CWD',
  'VSCODE_ESM_ENTRYPOINT',
  'VSCODE_HANDLES_UNCAUGHT_ERRORS',
  'VSCODE_IPC_HOOK',
  'VSCODE_IPC_HOOK_CLI',
  'VSCODE_NLS_CONFIG',
  'VSCODE_PID',
];

/** `code --install-extension x.vsix`, --list-extensions, --version. Returns the exit status. */
export function cli(args, { userDir, extensionsDir } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'vscode-host-'));
  try {
    const own = args.filter((arg) => !/^--(user-data-dir|extensions-dir)=/.test(arg));
    const command = [server, ...folders({ dataDir, userDir, extensionsDir }), ...own];
    return spawnSync(node, command, { stdio: 'inherit', env: cleanEnvironment() }).status ?? 1;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Installs packaged extensions into a folder that servers are started with. Throws what VS Code says when it refuses. */
export function installExtensions(files, extensionsDir) {
  const dataDir = mkdtempSync(join(tmpdir(), 'vscode-host-'));
  try {
    const install = files.flatMap((file) => ['--install-extension', file]);
    const command = [server, ...folders({ dataDir, extensionsDir }), ...install, '--force'];
    execFileSync(node, command, { env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * Starts the server on a free loopback port. All options are optional: `dataDir` (else a temporary folder that `close`
 * removes), `userDir` and `extensionsDir` (else below it), `port`, `settings` beside those of settings.json, `env` for the
 * extension host, `token` without which the address opens nothing, `onLog`, `asksForTrust` in folders nobody has trusted yet.
 * Returns `{ url, authority, dataDir, child, log(), close() }`.
 */
export async function startServer(options = {}) {
  const { userDir, extensionsDir, port = 0, settings = {}, env = {}, token, onLog, asksForTrust = false } = options;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'vscode-host-'));
  writeSettings(join(userDir ?? join(dataDir, 'user'), 'User', 'settings.json'), settings);
  const access = token ? ['--connection-token', token] : ['--without-connection-token'];
  const child = spawn(
    node,
    [
      ...[server, '--host', '127.0.0.1', '--port', String(port), ...access, '--accept-server-license-terms'],
      ...folders({ dataDir, userDir, extensionsDir }),
      ...['--disable-telemetry', '--disable-experiments', ...(asksForTrust ? [] : ['--disable-workspace-trust'])],
      '--disable-getting-started-override',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment(env), detached: true },
  );
  const atExit = () => stopGroup(child, 'SIGKILL');
  process.on('exit', atExit);
  let log = '';
  const url = await new Promise((resolve, reject) => {
    const seen = (data) => {
      log += data;
      onLog?.(String(data));
      const found = /Web UI available at http:\/\/localhost:(\d+)/.exec(log);
      if (found) resolve(`http://127.0.0.1:${found[1]}`);
    };
    child.stdout.on('data', seen);
    child.stderr.on('data', seen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`VS Code's server exited with ${code}\n${log}`)));
  });
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      stopGroup(child, 'SIGTERM');
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000))]);
    }
    stopGroup(child, 'SIGKILL');
    process.off('exit', atExit);
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };
  return { url, authority: new URL(url).host, dataDir, child, close, log: () => log };
}

export async function openBrowser({ headless = true } = {}) {
  const executablePath = process.env.CHROMIUM ?? findProgram('chromium') ?? findProgram('google-chrome');
  if (!executablePath)
    throw new Error('No Chromium: apt-get install -y --no-install-recommends chromium, or set CHROMIUM.');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'];
  return chromium.launch({ executablePath, headless, args });
}

/**
 * Opens VS Code's window on a folder or workspace, with development extensions and, if given, their tests.
 * `developmentOptions` is VS Code's own embedder API for that. Setting it in the page keeps notification toasts on; the
 * address's payload= would need --enable-smoke-test-driver, which turns them off. (Not with page.route: a fulfilled page has
 * no address, so Chromium's local-network check refuses its WebSocket to 127.0.0.1.)
 */
export async function openWorkbench(page, host, { folder, workspace, extensions = [], tests } = {}) {
  const uri = (path) => ({ $mid: 1, scheme: 'vscode-remote', authority: host.authority, path });
  if (extensions.length > 0) {
    const options = { extensions: extensions.map(uri), ...(tests ? { extensionTestsPath: uri(tests) } : {}) };
    await page.addInitScript(setDevelopmentOptions, options);
  }
  const place = workspace ? { workspace } : folder ? { folder } : { ew: 'true' };
  // On a busy machine loading takes its time.
  await page.goto(`${host.url}/?${new URLSearchParams(place)}`, { timeout: 150_000 });
}

/** Runs in the page, before VS Code reads its configuration. */
function setDevelopmentOptions(options) {
  const { document } = globalThis;
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    const element = document.getElementById('vscode-workbench-web-configuration');
    if (!element) return;
    const configuration = JSON.parse(element.dataset.settings);
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    element.dataset.settings = JSON.stringify(configuration);
  });
}

function folders({ dataDir, userDir, extensionsDir }) {
  return [
    ...['--server-data-dir', dataDir, '--user-data-dir', userDir ?? join(dataDir, 'user')],
    ...['--extensions-dir', extensionsDir ?? join(dataDir, 'extensions')],
  ];
}

function writeSettings(file, settings) {
  mkdirSync(dirname(file), { recursive: true });
  const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});
  writeFileSync(file, JSON.stringify({ ...read(join(here, 'settings.json')), ...read(file), ...settings }, null, 2));
}

function cleanEnvironment(env = {}) {
  const result = { ...process.env, ...env };
  for (const name of leftovers) delete result[name];
  return result;
}

function stopGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}
