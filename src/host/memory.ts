import type { Memento } from 'vscode';

/** Small answers remembered for the workspace (last tag of a Dockerfile, last run of an image). Never secrets. */
export interface Memory {
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): Promise<void>;
}

/** Over the workspace's state; nothing to dispose, VS Code owns it. */
export function createMemory(state: Memento): Memory {
  return {
    get: (key) => state.get(key),
    set: async (key, value) => state.update(key, value),
  };
}
