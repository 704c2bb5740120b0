// Programs of the system that tests need. Plain Node, because the set-up of a fresh clone uses it too.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Search path with the system folders that an ordinary person's PATH lacks. */
export function searchPath() {
  return [process.env.PATH ?? '', '/usr/sbin', '/sbin'].join(delimiter);
}

/** The full path of a program, or undefined. */
export function findProgram(name, path = searchPath()) {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Makes sure that programs are there, installing their packages where that is possible without a question: as root, with
 * apt. A tool is `{ program, debianPackage }`, `program` a name or several of which one will do. Throws an error of one
 * sentence otherwise.
 */
export function requireTools(purpose, tools) {
  const isMissing = ({ program }) => ![program].flat().some((name) => findProgram(name));
  const missing = tools.filter(isMissing);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((tool) => tool.debianPackage))];
  const names = missing.map((tool) => [tool.program].flat()[0]).join(', ');
  const advice = `${purpose} needs ${names}: apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) throw new Error(`${advice}.`);
  install(packages, advice);
  if (tools.some(isMissing)) throw new Error(`${advice} (apt-get ran, and something is still missing).`);
}

function install(packages, advice) {
  console.log(`Installing ${packages.join(' ')}`);
  // Debian's way to say that no service may be started: the tests use an engine and a registry of their own.
  const policy = '/usr/sbin/policy-rc.d';
  const ownPolicy = !existsSync(policy);
  if (ownPolicy) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  const apt = (...args) => execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], options);
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...packages);
  } catch (cause) {
    throw new Error(`${advice} (it was tried and failed).`, { cause });
  } finally {
    if (ownPolicy) rmSync(policy, { force: true });
  }
}
