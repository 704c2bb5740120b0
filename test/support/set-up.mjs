// What `npm start` and `npm test` do first on a fresh clone. Plain Node: nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Installs the packages of package-lock.json unless exactly these are there. Returns false when npm failed. */
export function installPackages() {
  if (isInstalled()) return true;
  console.log('Installing packages');
  // No install script runs: none of the packages needs one.
  return npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']) === 0;
}

/** Installs the VS Code that npm has, for machines without a desktop one. Returns false when it failed. */
export function installEditorHost() {
  return run(process.execPath, [join(root, 'test', 'vscode-host', 'setup.mjs')]) === 0;
}

/** Path of a package's program, to be started with this Node. */
export function tool(...parts) {
  return join(root, 'node_modules', ...parts);
}

/** Runs a program to its end with this terminal, in the repository. Returns its status. */
export function run(program, args, options = {}) {
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options }).status ?? 1;
}

function npm(args) {
  const shell = process.platform === 'win32';
  return run(shell ? 'npm.cmd' : 'npm', args, { shell });
}

function isInstalled() {
  // npm writes this file last, so an interrupted installation does not have it.
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}
