import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { atEnd } from './watchdog';

/** A Docker configuration folder of the tests' own, and what makes a process use it. */
export interface TestDockerConfig {
  readonly folder: string;
  /** DOCKER_CONFIG, and a PATH on which the credential helper "fake" is found, with an empty store. */
  readonly env: Readonly<Record<'DOCKER_CONFIG' | 'PATH' | 'CREDENTIAL_STORE', string>>;
  remove(): Promise<void>;
}

/** Writes config.json, for example `{ credsStore: 'fake' }` or `{ auths: { [host]: { auth } } }`. */
export function makeDockerConfig(config: object = {}): TestDockerConfig {
  const folder = mkdtempSync(join(tmpdir(), 'layerwright-config-'));
  const remove = atEnd({ kind: 'folder', path: folder }, async () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config, null, 2));
  const env = {
    DOCKER_CONFIG: folder,
    PATH: [join(__dirname, 'bin'), process.env.PATH ?? ''].join(delimiter),
    CREDENTIAL_STORE: join(folder, 'credentials.json'),
  };
  return { folder, env, remove };
}

/** The value of `auths[host].auth` for a user. */
export function basicAuth(user: { readonly username: string; readonly password: string }): string {
  return Buffer.from(`${user.username}:${user.password}`).toString('base64');
}
