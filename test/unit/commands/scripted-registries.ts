import { thisMachine } from '../../../src/engine/this-machine';
import type { Memory } from '../../../src/host/memory';
import type { Secrets } from '../../../src/host/secrets';
import type { Registries } from '../../../src/registry/registries';
import { createRegistries } from '../../../src/registry/registries';

export interface ScriptedRegistries {
  readonly registries: Registries;
  /** The editor's secret storage. */
  readonly secrets: Map<string, string>;
  /** The editor's memory of the person. */
  readonly globalMemory: Map<string, unknown>;
}

/** The real registries, with the Docker config of an environment, and with secrets and memory that a test can read. */
export function scriptedRegistries(env: Readonly<Record<string, string | undefined>>): ScriptedRegistries {
  const secrets = new Map<string, string>();
  const globalMemory = new Map<string, unknown>();
  const storage: Secrets = {
    get: async (key) => secrets.get(key),
    set: async (key, value) => void secrets.set(key, value),
    delete: async (key) => void secrets.delete(key),
  };
  const memory: Memory = {
    get: <T>(key: string) => globalMemory.get(key) as T | undefined,
    set: async (key, value) => void globalMemory.set(key, value),
  };
  const machine = { ...thisMachine(), env: { ...process.env, ...env } };
  return { registries: createRegistries({ machine, secrets: storage, memory }), secrets, globalMemory };
}
