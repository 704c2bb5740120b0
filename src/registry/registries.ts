import type { RegistryAuth } from '../engine/engine';
import type { Machine } from '../engine/this-machine';
import type { Memory } from '../host/memory';
import type { Secrets } from '../host/secrets';
import type { Disposable } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { credentialKey } from './address';
import { type CredentialStore, type Credentials, createCredentialStore } from './credential-store';
import { openRegistry } from './open-registry';
import type { Registry } from './registry';
import { createRegistryBook, type RegistryBook } from './registry-book';

/** Everything there is to know about registries and the person's accounts with them. */
export interface Registries extends Disposable {
  readonly book: RegistryBook;
  readonly credentials: CredentialStore;
  /** The same one until `forget`, so that tokens are asked for once. */
  open(host: string): Registry;
  /** What was read may be out of date, and the credentials others: the next call begins anew. */
  forget(change: RegistryChange): void;
  readonly onDidChange: Event<RegistryChange>;
  /** Whether the registry accepts the credentials; rejects with EngineError `unauthorised` when it does not. */
  check(host: string, credentials: Credentials, signal?: AbortSignal): Promise<void>;
}

/** What is out of date: everything that is not narrowed down. */
export interface RegistryChange {
  readonly host?: string;
  readonly repository?: string;
  /** What could not be read may be there now. */
  readonly onlyFailed?: true;
}

export interface RegistriesOptions {
  readonly machine: Machine;
  readonly secrets: Secrets;
  /** Of the person, for all workspaces. */
  readonly memory: Memory;
}

export function createRegistries(options: RegistriesOptions): Registries {
  const { machine } = options;
  const credentials = createCredentialStore(options);
  const changes = new Emitter<RegistryChange>();
  const opened = new Map<string, Registry>();
  const openWith = (host: string, get: (signal: AbortSignal | undefined) => Promise<RegistryAuth | undefined>) =>
    openRegistry(host, { machine, credentials: get });
  function close(host: string | undefined): void {
    for (const [name, registry] of [...opened]) {
      if (host !== undefined && name !== host) continue;
      opened.delete(name);
      registry.dispose();
    }
  }
  return {
    book: createRegistryBook(options),
    credentials,
    open(host) {
      const known = opened.get(host) ?? openWith(host, (signal) => credentials.get(host, signal));
      opened.set(host, known);
      return known;
    },
    onDidChange: changes.event,
    forget(change) {
      // Tokens of a repository are good for as long as the account is.
      if (change.repository === undefined) close(change.host);
      changes.fire(change);
    },
    async check(host, given, signal) {
      const registry = openWith(host, async () => ({ serverAddress: credentialKey(host), ...given }));
      try {
        await registry.check(signal);
      } finally {
        registry.dispose();
      }
    },
    dispose() {
      close(undefined);
      changes.dispose();
    },
  };
}
