import { commands } from 'vscode';
import type { ContextKey } from '../ids';

export interface ContextKeys {
  /** Seen by `when` clauses of the manifest. */
  set(key: ContextKey, value: string | boolean): void;
}

/** VS Code is told only of changes; keys vanish with the window. */
export function createContextKeys(): ContextKeys {
  const known = new Map<ContextKey, string | boolean>();
  return {
    set(key, value) {
      if (known.get(key) === value) return;
      known.set(key, value);
      void commands.executeCommand('setContext', key, value);
    },
  };
}
