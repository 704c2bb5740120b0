import type { SecretStorage } from 'vscode';

/** Secrets kept by the editor: encrypted, on this machine, never synchronised. */
export interface Secrets {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Nothing to dispose, VS Code owns it. */
export function createSecrets(storage: SecretStorage): Secrets {
  return {
    get: async (key) => storage.get(key),
    set: async (key, value) => storage.store(key, value),
    delete: async (key) => storage.delete(key),
  };
}
