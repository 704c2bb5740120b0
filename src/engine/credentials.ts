import { posix, win32 } from 'node:path';
import { getFromHelper } from './credential-helper';
import type { RegistryAuth } from './engine';
import { EngineError } from './errors';
import { hubKey, registryHost } from './references';
import { configFolder } from './resolve-endpoint';
import type { Machine } from './this-machine';

export interface CredentialOptions extends Machine {
  readonly signal?: AbortSignal;
}

interface DockerConfig {
  readonly auths?: Readonly<Record<string, StoredAuth>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

interface StoredAuth {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

/** The credentials for the registry of an image reference; undefined when there are none, and the call is anonymous. */
export function credentialsFor(reference: string, options: CredentialOptions): Promise<RegistryAuth | undefined> {
  return registryCredentials(registryHost(reference), options);
}

/**
 * The credentials for a registry, by its key in the Docker config (`registryHost`). As in the docker CLI, the helper for
 * that host comes first, then the credentials store, then the file. Without the helper's program the call is anonymous.
 * Rejects with EngineError `unauthorised` when a helper fails, and `invalid` when config.json is not JSON.
 */
export async function registryCredentials(host: string, options: CredentialOptions): Promise<RegistryAuth | undefined> {
  const config = await readConfig(options);
  const helper = config.credHelpers?.[host] ?? config.credsStore;
  if (helper) return getFromHelper(helper, host, options);
  return storedCredentials(host, config.auths ?? {});
}

/** Name of the helper or store that the Docker config wants the credentials of a registry in; undefined: in the file. */
export async function credentialHelper(host: string, options: CredentialOptions): Promise<string | undefined> {
  const { credHelpers = {}, credsStore } = await readConfig(options);
  return (credHelpers[host] ?? credsStore) || undefined;
}

/** The registries the Docker config names, by their keys. */
export async function configuredRegistries(options: CredentialOptions): Promise<readonly string[]> {
  const { auths = {}, credHelpers = {} } = await readConfig(options);
  return [...new Set([...Object.keys(auths), ...Object.keys(credHelpers)])];
}

/** The credentials of every registry the Docker config names, for builds that may pull from any of them. */
export async function allCredentials(options: CredentialOptions): Promise<Readonly<Record<string, RegistryAuth>>> {
  const hosts = await configuredRegistries(options);
  const found = await Promise.all(
    // One broken helper must not keep a build from the others.
    hosts.map(async (host) => [host, await registryCredentials(host, options).catch(() => undefined)] as const),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, RegistryAuth] => entry[1] !== undefined));
}

/** Path of config.json. */
export function configFile(machine: Machine): string {
  const { join } = machine.platform === 'win32' ? win32 : posix;
  return join(configFolder(machine), 'config.json');
}

async function readConfig(options: CredentialOptions): Promise<DockerConfig> {
  const file = configFile(options);
  const text = await options.files.read(file);
  if (text === undefined || text.trim() === '') return {};
  try {
    return JSON.parse(text) ?? {};
  } catch (cause) {
    throw new EngineError('invalid', `The Docker config ${file} is not valid JSON.`, { cause });
  }
}

function storedCredentials(host: string, auths: Readonly<Record<string, StoredAuth>>): RegistryAuth | undefined {
  // Older programs wrote the keys as URLs.
  const key = auths[host] ? host : Object.keys(auths).find((other) => isKeyOf(other, host));
  const stored = key === undefined ? undefined : auths[key];
  if (!stored) return undefined;
  if (stored.identitytoken) return { serverAddress: host, identityToken: stored.identitytoken };
  if (stored.auth) {
    const text = Buffer.from(stored.auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = text.indexOf(':');
    if (colon < 0) return undefined;
    return { serverAddress: host, username: text.slice(0, colon), password: text.slice(colon + 1) };
  }
  if (!stored.username) return undefined;
  return { serverAddress: host, username: stored.username, password: stored.password ?? '' };
}

/** Whether a key of `auths` stands for the registry: older programs wrote URLs. */
export function isKeyOf(key: string, host: string): boolean {
  return hostName(key) === hostName(host);
}

function hostName(key: string): string {
  const name = key.replace(/^https?:\/\//, '').split('/')[0] ?? '';
  return name === 'docker.io' || name === 'registry-1.docker.io' ? hostName(hubKey) : name;
}
