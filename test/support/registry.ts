import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getPage } from './http';
import { freePort } from './network';
import { endProcess, isRunning } from './processes';
import { findProgram, requireTools } from './tools.mjs';
import { atEnd } from './watchdog';

/** A registry of the tests' own on a loopback port, which engines use without TLS. */
export interface TestRegistry {
  /** As it stands before a repository's name, such as "127.0.0.1:40123". */
  readonly host: string;
  /** Address of the registry's HTTP API. */
  readonly url: string;
  /** Ends it and removes what was pushed. */
  stop(): Promise<void>;
}

/** The only user of a registry started with `password: true`. */
export const registryUser = { username: 'layerwright', password: 'open sesame' };

// bcrypt of that password, so that no htpasswd program is needed.
const htpasswd = `${registryUser.username}:$2y$05$BYGjJjrzYt8qGW4z9TXnduHNEtgmRGHRdGv49A6NtYY38B9zplrSe\n`;

/** Starts a registry, open to everybody or with a password. Deleting by digest is on. */
export async function startRegistry({ password = false }: { readonly password?: boolean } = {}): Promise<TestRegistry> {
  requireTools('The registry of the engine tests', [{ program: 'docker-registry', debianPackage: 'docker-registry' }]);
  const folder = await mkdtemp(join(tmpdir(), 'layerwright-registry-'));
  const removeFolder = atEnd({ kind: 'folder', path: folder }, async () =>
    rmSync(folder, { recursive: true, force: true }),
  );
  const port = await freePort();
  const users = join(folder, 'htpasswd');
  writeFileSync(users, htpasswd);
  mkdirSync(join(folder, 'data'));
  const config = join(folder, 'config.json');
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      version: '0.1',
      log: { accesslog: { disabled: true }, level: 'warn' },
      storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
      http: { addr: `127.0.0.1:${port}` },
      ...(password ? { auth: { htpasswd: { realm: 'layerwright', path: users } } } : {}),
    }),
  );
  const log = join(folder, 'log');
  const output = openSync(log, 'w');
  const child = spawn(findProgram('docker-registry') ?? 'docker-registry', ['serve', config], {
    stdio: ['ignore', output, output],
  });
  child.unref();
  const { pid = 0 } = child;
  const endRegistry = atEnd({ kind: 'process', pid, commandLine: config }, () => endProcess(pid, 3_000));
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; !(await answers(url)); waited += 1) {
    if (!isRunning(pid) || waited > 500)
      throw new Error(`The registry did not start: ${readFileSync(log, 'utf8').trim().split('\n').at(-1)}`);
    await sleep(20);
  }
  return {
    host: `127.0.0.1:${port}`,
    url,
    stop: async () => {
      await endRegistry();
      await removeFolder();
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const { status } = await getPage(`${url}/v2/`);
    return status === 200 || status === 401;
  } catch {
    return false;
  }
}
