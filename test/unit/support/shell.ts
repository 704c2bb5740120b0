import { readFileSync } from 'node:fs';
import { loadShellParser } from '../../../src/shell/parser';
import type { ShellParser } from '../../../src/shell/shell-parser';

let loaded: ShellParser | undefined;

/** The shell parser, loaded before the first test of a file that imports this one. */
export function shell(): ShellParser {
  if (!loaded) throw new Error('The shell parser is loaded by a before hook: use it inside a test');
  return loaded;
}

export async function loadShell(): Promise<void> {
  if (loaded) return;
  loaded = await loadShellParser({
    runtime: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    bash: readFileSync(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
  });
}

if (typeof before === 'function') before(loadShell);
