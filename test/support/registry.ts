import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestCertificate } from './certificates';
import { getPage } from './http';
import { freePort } from './network';
import { endProcess, isRunning } from './processes';
import type { TokenServer } from './token-server';
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

export interface RegistryOptions {
  /** Asks for the password of `registryUser`. */
  readonly password?: boolean;
  /** Asks for tokens that this server signs. */
  readonly token?: Pick<TokenServer, 'realm' | 'service' | 'issuer'> & { readonly signer: TestCertificate };
  /** Deleting by digest; on by default. */
  readonly deletion?: boolean;
  /** Speaks TLS with this certificate. */
  readonly tls?: TestCertificate;
}

/** Starts a registry, by default open to everybody and without TLS. */
export async function startRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const { password = false, token, deletion = true, tls } = options;
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
      storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: deletion } },
      http: { addr: `127.0.0.1:${port}`, ...(tls ? { tls: { certificate: tls.certificate, key: tls.key } } : {}) },
      ...(password ? { auth: { htpasswd: { realm: 'layerwright', path: users } } } : {}),
      ...(token ? { auth: { token: tokenAuth(token) } } : {}),
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
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
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

function tokenAuth({ realm, service, issuer, signer }: NonNullable<RegistryOptions['token']>) {
  return { realm, service, issuer, rootcertbundle: signer.certificate };
}

/** One that speaks TLS answers with status 400 to who does not. */
async function answers(url: string): Promise<boolean> {
  try {
    const { status } = await getPage(`${url.replace(/^https/, 'http')}/v2/`);
    return status === 200 || status === 401 || (status === 400 && url.startsWith('https'));
  } catch {
    return false;
  }
}
