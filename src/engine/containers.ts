import type { Readable } from 'node:stream';
import type { CommitOptions, FileChange } from './archives';
import type { ContainerArchive } from './container-archive';
import type { ContainerLimits } from './container-limits';
import type { ContainerWatch } from './container-watch';
import type { CreateContainer } from './create-container';
import type {
  ContainerDetails,
  ContainerSummary,
  ExecOptions,
  LogChunk,
  LogOptions,
  PruneReport,
  Session,
} from './engine';

/** What can be done with containers. Like all of the engine's port, rejects with EngineError. */
export interface Containers extends ContainerWatch {
  /** Running and not. */
  list(options?: { signal?: AbortSignal }): Promise<readonly ContainerSummary[]>;
  /** One of the list, as it is now; undefined when it is gone. */
  get(id: string, signal?: AbortSignal): Promise<ContainerSummary | undefined>;
  inspect(id: string, signal?: AbortSignal): Promise<ContainerDetails>;
  /** Returns the id and the engine's warnings. */
  create(
    options: CreateContainer,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
  /** Already running is no error; so for stop. */
  start(id: string, signal?: AbortSignal): Promise<void>;
  stop(id: string, options?: { seconds?: number; signal?: AbortSignal }): Promise<void>;
  restart(id: string, options?: { seconds?: number; signal?: AbortSignal }): Promise<void>;
  pause(id: string): Promise<void>;
  unpause(id: string): Promise<void>;
  kill(id: string, signalName?: string): Promise<void>;
  remove(id: string, options?: { force?: boolean; volumes?: boolean }): Promise<void>;
  prune(signal?: AbortSignal): Promise<PruneReport>;
  rename(id: string, name: string): Promise<void>;
  /** Returns the engine's warnings. What is left out stays as it is. */
  update(id: string, limits: Partial<ContainerLimits>): Promise<readonly string[]>;
  /** Makes an image of the container's files; returns the image's id. */
  commit(id: string, options?: CommitOptions): Promise<string>;
  /** A tar of all files, volumes left out. Ends with an error when the engine breaks off. */
  export(id: string, signal: AbortSignal): Promise<Readable>;
  /** Its files, by the engine's own hand. */
  readonly archive: ContainerArchive;
  /** What differs from the image, in the engine's order. */
  changes(id: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** Stdout and stderr, decoded from the engine's frames; follows until the signal aborts or the container ends. */
  logs(id: string, options: LogOptions): AsyncIterable<LogChunk>;
  /**
   * Settles also when the engine dies (rejects `unreachable`). A container that was never started counts as stopped: ask
   * for `next-exit` before starting it.
   */
  wait(id: string, signal?: AbortSignal, until?: 'stopped' | 'next-exit'): Promise<{ readonly exitCode: number }>;
  attach(
    id: string,
    options: { stdin: boolean; tty: boolean; logs?: boolean; detachKeys?: string; signal?: AbortSignal },
  ): Promise<Session>;
  exec(id: string, options: ExecOptions): Promise<Session>;
  /** Whether a program exists in a running container, by running it with harmless arguments. */
  runForOutput(
    id: string,
    command: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
}
