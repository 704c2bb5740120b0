import { eraseFromHelper, storeInHelper } from '../engine/credential-helper';
import { allCredentials, credentialHelper, registryCredentials } from '../engine/credentials';
import type { RegistryAuth } from '../engine/engine';
import { eraseFromConfig } from '../engine/erase-from-config';
import type { Machine } from '../engine/this-machine';
import type { Memory } from '../host/memory';
import type { Secrets } from '../host/secrets';
import { credentialKey } from './address';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The person's credentials for registries, by host: what the Docker config leads to, and what the editor keeps. */
export interface CredentialStore {
  /** What was entered here goes before what the Docker config leads to: it is newer, or the config has none. */
  get(host: string, signal?: AbortSignal): Promise<RegistryAuth | undefined>;
  /** By the registries' keys in the Docker config, for builds that may pull from any of them. */
  all(signal?: AbortSignal): Promise<Readonly<Record<string, RegistryAuth>>>;
  /** Where they are now, for the person: `the credential store "desktop" of Docker`. */
  store(host: string, credentials: Credentials, signal?: AbortSignal): Promise<string>;
  /** Whether the editor keeps some. */
  keeps(host: string): boolean;
  /** The places they were erased from; empty when there were none. */
  erase(host: string, signal?: AbortSignal): Promise<readonly string[]>;
}

export interface CredentialStoreOptions {
  readonly machine: Machine;
  readonly secrets: Secrets;
  /** Holds the hosts of which the editor keeps a secret; never the secrets. */
  readonly memory: Memory;
}

const hostsKey = 'registries:secrets';
const editor = 'the secret storage of VS Code';

/**
 * Passwords go to the helper or store that the Docker config names for the registry, else to the editor's secret storage;
 * never into a file of ours or the config.
 */
export function createCredentialStore({ machine, secrets, memory }: CredentialStoreOptions): CredentialStore {
  const hosts = () => memory.get<readonly string[]>(hostsKey) ?? [];
  const secretKey = (host: string) => `layerwright.registry:${host}`;

  async function kept(host: string): Promise<RegistryAuth | undefined> {
    const text = hosts().includes(host) ? await secrets.get(secretKey(host)) : undefined;
    if (text === undefined) return undefined;
    try {
      const { username, password } = JSON.parse(text);
      if (typeof username !== 'string' || typeof password !== 'string') return undefined;
      return { serverAddress: credentialKey(host), username, password };
    } catch {
      return undefined;
    }
  }

  async function forget(host: string): Promise<boolean> {
    const had = (await kept(host)) !== undefined;
    await secrets.delete(secretKey(host));
    if (hosts().includes(host))
      await memory.set(
        hostsKey,
        hosts().filter((other) => other !== host),
      );
    return had;
  }

  return {
    async get(host, signal) {
      return (
        (await kept(host)) ?? registryCredentials(credentialKey(host), { ...machine, ...(signal ? { signal } : {}) })
      );
    },
    async all(signal) {
      const found = await allCredentials({ ...machine, ...(signal ? { signal } : {}) });
      const own = await Promise.all(hosts().map(async (host) => [credentialKey(host), await kept(host)] as const));
      return {
        ...found,
        ...Object.fromEntries(own.filter((entry): entry is [string, RegistryAuth] => entry[1] !== undefined)),
      };
    },
    async store(host, credentials, signal) {
      const options = { ...machine, ...(signal ? { signal } : {}) };
      const key = credentialKey(host);
      const helper = await credentialHelper(key, options);
      if (helper !== undefined && (await storeInHelper(helper, key, credentials, options))) {
        await forget(host);
        return `the credential store "${helper}" of Docker`;
      }
      await secrets.set(secretKey(host), JSON.stringify(credentials));
      await memory.set(hostsKey, [...new Set([...hosts(), host])]);
      return editor;
    },
    keeps: (host) => hosts().includes(host),
    async erase(host, signal) {
      const options = { ...machine, ...(signal ? { signal } : {}) };
      const places: string[] = [];
      if (await forget(host)) places.push(editor);
      const key = credentialKey(host);
      const helper = await credentialHelper(key, options);
      // Some programs stored them under the address of the registry.
      for (const name of helper === undefined
        ? []
        : [key, ...(key === host ? [`https://${host}`, `http://${host}`] : [])]) {
        const place = `the credential store "${helper}" of Docker`;
        if ((await eraseFromHelper(helper as string, name, options)) && !places.includes(place)) places.push(place);
      }
      if (await eraseFromConfig(key, machine)) places.push('the Docker config');
      return places;
    },
  };
}
