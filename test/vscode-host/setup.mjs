// Installs the VS Code host and what it needs from the system. Idempotent: a stamp of the inputs makes the second run instant.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireTools } from '../support/tools.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const platform = `linux-${process.arch}`;
const nodeFolder = join(modules, `node-${platform}`);
const vscode = join(modules, 'code-server', 'lib', 'vscode');
const stampFile = join(modules, '.vscode-host-stamp');
/** Raised when the steps of `install` change. */
const recipe = '1';
const stamp = createHash('sha256')
  .update(recipe)
  .update(readFileSync(join(here, 'package-lock.json')))
  .digest('hex');

try {
  if (process.platform !== 'linux') throw new Error('The VS Code host runs on Linux only: install desktop VS Code.');
  if (!process.env.CHROMIUM) {
    const program = ['chromium', 'google-chrome'];
    requireTools('The window of the VS Code host', [{ program, debianPackage: 'chromium' }]);
  }
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) install();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function install() {
  requireTools('The VS Code host', [
    { program: ['g++', 'c++'], debianPackage: 'g++' },
    { program: 'make', debianPackage: 'make' },
    { program: 'python3', debianPackage: 'python3' },
  ]);
  rmSync(stampFile, { force: true });
  // No install script runs: everything but spdlog ships its binary in the package, and code-server's own script demands
  // kerberos headers and Node 24 as the running Node.
  step('VS Code server and Node 24', () => npm(here, 'ci', '--ignore-scripts'));
  // code-server's shrinkwraps pin the rest; they list no peers, hence --legacy-peer-deps.
  const production = ['ci', '--ignore-scripts', '--omit=dev', '--legacy-peer-deps'];
  step('its packages', () => npm(vscode, ...production));
  step('its extensions’ packages', () => npm(join(vscode, 'extensions'), ...production));
  // Without spdlog the Output channel of every extension stays empty.
  step('its log library', () => npm(vscode, 'rebuild', '@vscode/spdlog'));
  for (const [folder, target, name] of [
    ['remote-cli', 'code-linux.sh', 'code-server'],
    ['helpers', 'browser-linux.sh', 'browser.sh'],
  ]) {
    rmSync(join(vscode, 'bin', folder, name), { force: true });
    symlinkSync(target, join(vscode, 'bin', folder, name));
  }
  for (const path of unused()) rmSync(join(vscode, path), { recursive: true, force: true });
  writeFileSync(stampFile, stamp);
}

/** 350 MB that these tests never touch. */
function unused() {
  const foreign = (folder) =>
    readdirSync(join(vscode, folder))
      .filter((name) => name !== platform)
      .map((name) => join(folder, name));
  return [
    'node_modules/@github',
    'node_modules/@microsoft/mxc-sdk',
    'extensions/copilot',
    'extensions/mermaid-markdown-features',
    'extensions/microsoft-authentication',
    ...foreign('node_modules/@vscode/ripgrep-universal/bin'),
    ...foreign('node_modules/node-pty/prebuilds'),
  ];
}

function npm(folder, ...args) {
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PATH: `${join(nodeFolder, 'bin')}:${process.env.PATH}`,
      npm_config_nodedir: nodeFolder,
    },
  });
}

function step(label, work) {
  const begin = Date.now();
  work();
  console.log(`VS Code host: ${label} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
}
