import { commands } from 'vscode';
import type { ContextKey } from '../ids';

export interface ContextKeys {
  /** Seen by `when` clauses of the manifest when it resolves. */
  set(key: ContextKey, value: string | boolean): Promise<void>;
}

/** VS Code is told only of changes; keys vanish with the window. */
export function createContextKeys(): ContextKeys {
  const known = new Map<ContextKey, string | boolean>();
  return {
    async set(key, value) {
      if (known.get(key) === value) return;
      known.set(key, value);
      await commands.executeCommand('setContext', key, value);
    },
  };
}
