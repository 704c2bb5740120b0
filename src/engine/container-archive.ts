import type { Readable } from 'node:stream';

/**
 * A container's files as the engine itself reads and writes them, whether the container runs or not: its own file system
 * with volumes and binds in it. What processes mounted is hidden from the engine: `/proc`, `/sys`, `/dev` and every tmpfs
 * show the folders below, and what is written there is seen by nobody. Paths are absolute.
 */
export interface ContainerArchive {
  /** Of the path itself: a link is not followed unless it is on the way. Undefined when nothing is there. */
  stat(id: string, path: string, signal?: AbortSignal): Promise<PathStat | undefined>;
  /**
   * A tar of the path with everything below it, entries named from its last part on. Destroying it makes the engine stop.
   * Ends with an EngineError when it breaks off.
   */
  get(id: string, path: string, signal?: AbortSignal): Promise<Readable>;
  /**
   * Unpacks a tar into a folder that is there. A file takes the place of one of the same name as a new file; a folder
   * never takes the place of a file, nor a file that of a folder. The archive is destroyed in every case.
   */
  put(id: string, folder: string, archive: Readable, signal?: AbortSignal): Promise<void>;
}

/** What decides who can read and write a container's files. */
export interface ContainerFileFacts {
  /** Deepest first. */
  readonly mounts: readonly ContainerMount[];
  /** It may not write to its own file system, mounts apart. */
  readonly readOnlyRoot: boolean;
  readonly os: 'linux' | 'windows';
}

export type PathKind = 'file' | 'folder' | 'link' | 'other';

export interface PathStat {
  readonly kind: PathKind;
  readonly bytes: number;
  /** Permissions with setuid, setgid and sticky bits: `0o4755`. */
  readonly mode: number;
  /** Milliseconds since the epoch, with fraction. */
  readonly modified: number;
  /** Where a link leads in the end, as an absolute path that never leaves the container's file system. */
  readonly leadsTo: string | undefined;
}

export interface ContainerMount {
  /** Absolute path in the container. */
  readonly path: string;
  /** `engine`: a file the engine maintains, such as `/etc/hosts`. */
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'engine' | 'other';
  /** Of a volume; the host's path of a bind. Empty otherwise. */
  readonly source: string;
  readonly writable: boolean;
}
