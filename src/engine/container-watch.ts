import type { LogChunk, LogOptions } from './engine';

/** What a container does while one looks on. */
export interface ContainerWatch {
  /**
   * What a container prints, with the time of each line, several at once as they come. A line longer than 16 KiB comes in parts. Nothing is
   * read ahead of whoever takes them.
   */
  logEntries(id: string, options: Omit<LogOptions, 'timestamps'>): AsyncIterable<readonly LogEntry[]>;
  /** A sample each second until the signal aborts or the container is removed. */
  stats(id: string, signal: AbortSignal): AsyncIterable<StatsSample>;
  /** The processes of a running container, as `ps` of the engine's machine says. */
  top(id: string, signal?: AbortSignal): Promise<ProcessTable>;
}

export interface LogEntry extends LogChunk {
  /** In UTC with nine digits of fraction, so that times compare as texts; undefined when the engine gives none. */
  readonly time: string | undefined;
}

/** What a container uses. Counters grow from its start on. */
export interface StatsSample {
  /** Milliseconds since the epoch, of the engine's clock. */
  readonly time: number;
  /** False: it is not running, and everything else is zero. */
  readonly running: boolean;
  /** Of one CPU: 100 is one that is busy all the time. Undefined in the first sample, which has nothing to compare with. */
  readonly cpuPercent: number | undefined;
  /** CPUs it may use. */
  readonly cpus: number;
  /** Without the page cache that can be given back, as `docker stats` counts. */
  readonly memoryBytes: number;
  /** What it may use, or what the machine has. */
  readonly memoryLimit: number;
  readonly received: number;
  readonly sent: number;
  readonly read: number;
  readonly written: number;
  readonly processes: number;
}

export interface ProcessTable {
  readonly titles: readonly string[];
  readonly processes: readonly (readonly string[])[];
}
