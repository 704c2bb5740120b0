import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LazyShellParser, lazyShellParser } from '../shell/lazy-parser';
import type { ShellParser } from '../shell/shell-parser';
import { UsageError } from './io';

/** The shell parser, whose grammar is loaded for the first script that needs it. */
export function lazyShell(directories: readonly string[]): LazyShellParser {
  return lazyShellParser(() => loadShell(directories));
}

/** Loads the shell parser from the first directory that holds both of its .wasm files. */
export async function loadShell(directories: readonly string[]): Promise<ShellParser> {
  const runtime = locate(directories, 'web-tree-sitter.wasm');
  const bash = locate(directories, 'tree-sitter-bash.wasm');
  const { loadShellParser } = await import('../shell/parser');
  return await loadShellParser({ runtime: readFileSync(runtime), bash: readFileSync(bash) });
}

function locate(directories: readonly string[], name: string): string {
  const found = directories.map((directory) => join(directory, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new UsageError(
    `The installation is incomplete: ${name} is not in ${directories.join(', ')}. Install Layerwright again.`,
  );
}
