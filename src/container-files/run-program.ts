import type { Containers } from '../engine/containers';
import { EngineError, isEngineError } from '../engine/errors';
import { isPlainName } from '../shared/file-name-bytes';

export interface ProgramOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** First line. */
  readonly problem: string;
}

export interface ProgramOptions {
  readonly input?: Uint8Array;
  /** More output than that is an error. Default: 64 MB. */
  readonly limit?: number;
  readonly onOutput?: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program of a running container as its root, arguments as they are, no shell in between. Undefined when the
 * container has no such program, or takes no arguments like these.
 */
export async function runProgram(
  { exec }: Pick<Containers, 'exec'>,
  id: string,
  command: readonly string[],
  { input, limit = 64_000_000, onOutput, signal }: ProgramOptions = {},
): Promise<ProgramOutput | undefined> {
  if (!command.every(isPlainName)) return undefined;
  try {
    const session = await exec(id, {
      command,
      tty: false,
      user: '0',
      // Otherwise stat would quote names, and programs translate what they say.
      env: ['LC_ALL=C', 'QUOTING_STYLE=literal'],
      ...(signal ? { signal } : {}),
    });
    session.stdin.end(input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    for await (const { stream, data } of session.output) {
      bytes += data.length;
      if (bytes > limit) {
        session.close();
        throw new EngineError('invalid', `${command[0]} in the container says more than can be read.`);
      }
      (stream === 'stdout' ? stdout : stderr).push(data);
      onOutput?.(bytes);
    }
    const exitCode = (await session.exitCode()) ?? -1;
    if (exitCode === 126 || exitCode === 127) return undefined;
    const [problem = ''] = Buffer.concat(stderr).toString().trim().split('\n', 1);
    return { exitCode, stdout: Buffer.concat(stdout), problem };
  } catch (error) {
    // Some engines refuse a program that is not there, others run it and say 126 or 127.
    if (isEngineError(error, 'invalid') && /was not found|is not executable|exec format/i.test(error.message))
      return undefined;
    if (isEngineError(error, 'protocol') && /exec failed|no such file|executable file/i.test(error.message))
      return undefined;
    throw error;
  }
}
