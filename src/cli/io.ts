import type { Engine } from '../engine/engine';

/** What a command sees of the process, so that tests can run it without one. */
export interface CliIo {
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  out(text: string): void;
  err(text: string): void;
  /** Standard output is a terminal that wants colours. */
  readonly color: boolean;
  /** Directories that may hold the parser's .wasm files. */
  readonly assets: readonly string[];
  /** The engine that the docker command would use. Rejects with EngineError. */
  engine(): Promise<Engine>;
  /** Aborts when the person interrupts; whoever looks at it has to end then. */
  readonly interrupted: AbortSignal;
}

export type ExitStatus = 0 | 1 | 2;

/** The person's mistake in calling the program: shown as it is, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
