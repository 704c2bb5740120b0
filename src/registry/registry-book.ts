import { configuredRegistries } from '../engine/credentials';
import type { Machine } from '../engine/this-machine';
import type { Memory } from '../host/memory';
import { Emitter, type Event } from '../shared/emitter';
import { hubHost, parseRegistryAddress } from './address';

export interface KnownRegistry {
  readonly host: string;
  /** The Docker config names it. */
  readonly configured: boolean;
  /** The person added it here, or logged in. */
  readonly added: boolean;
  /** Repositories the person named, as the registry knows them; sorted. */
  readonly repositories: readonly string[];
}

/** Which registries there are for this person. Docker Hub always is. Never holds a secret. */
export interface RegistryBook {
  /** Docker Hub first, then by name. */
  list(): Promise<readonly KnownRegistry[]>;
  add(host: string): Promise<void>;
  /** Forgets it and the repositories named. */
  remove(host: string): Promise<void>;
  addRepository(host: string, repository: string): Promise<void>;
  removeRepository(host: string, repository: string): Promise<void>;
  readonly onDidChange: Event<void>;
}

interface Entry {
  readonly added: boolean;
  readonly repositories: readonly string[];
}

const key = 'registries:known';

export function createRegistryBook({
  machine,
  memory,
}: {
  readonly machine: Machine;
  readonly memory: Memory;
}): RegistryBook {
  const changes = new Emitter<void>();
  const entries = () => memory.get<Readonly<Record<string, Entry>>>(key) ?? {};
  const entryOf = (host: string): Entry => entries()[host] ?? { added: false, repositories: [] };

  async function set(host: string, entry: Entry | undefined): Promise<void> {
    const { [host]: _, ...others } = entries();
    await memory.set(key, entry ? { ...others, [host]: entry } : others);
    changes.fire();
  }

  return {
    onDidChange: changes.event,
    async list() {
      // A config that cannot be read is said where it is needed, by what logs in and pulls.
      const keys = await configuredRegistries(machine).catch(() => []);
      const configured = keys.map(parseRegistryAddress).flatMap((parsed) => ('host' in parsed ? [parsed.host] : []));
      const hosts = new Set([...configured, ...Object.keys(entries())]);
      hosts.delete(hubHost);
      return [hubHost, ...[...hosts].sort()].map((host) => {
        const { added, repositories } = entryOf(host);
        return { host, configured: configured.includes(host), added, repositories: [...repositories].sort() };
      });
    },
    add: (host) => set(host, { ...entryOf(host), added: true }),
    remove: (host) => set(host, undefined),
    async addRepository(host, repository) {
      const entry = entryOf(host);
      await set(host, { ...entry, repositories: [...new Set([...entry.repositories, repository])] });
    },
    async removeRepository(host, repository) {
      const entry = entryOf(host);
      await set(host, { ...entry, repositories: entry.repositories.filter((other) => other !== repository) });
    },
  };
}
