import { dirname } from 'node:path';
import type { CliIo } from '../../../src/cli/io';
import { main } from '../../../src/cli/main';
import type { Engine } from '../../../src/engine/engine';

export interface CliResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const assets = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'].map((name) =>
  dirname(require.resolve(name)),
);

/** One call of the command line, without a process of its own; ShellCheck is only asked where the call names it. */
export async function runCli(
  argv: readonly string[],
  {
    cwd = process.cwd(),
    stdin = '',
    engine,
    interrupted = new AbortController().signal,
  }: {
    readonly cwd?: string;
    readonly stdin?: string | Uint8Array;
    readonly engine?: Engine;
    readonly interrupted?: AbortSignal;
  } = {},
): Promise<CliResult> {
  let out = '';
  let err = '';
  const io: CliIo = {
    cwd,
    stdin: (async function* () {
      yield Buffer.from(stdin as string);
    })(),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    color: false,
    assets,
    async engine() {
      if (!engine) throw new Error('This call needs no engine');
      // Of others, too: the command closes what it opens.
      return { ...engine, dispose() {} };
    },
    interrupted,
  };
  const lints = argv[0] === 'lint' && !argv.includes('--shellcheck');
  const status = await main(lints ? ['lint', '--no-shellcheck', ...argv.slice(1)] : argv, io);
  if (err.includes('mistake of ours')) throw new Error(err);
  return { status, out, err };
}
