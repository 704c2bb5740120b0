import type { Writable } from 'node:stream';
import type { BuildHistory } from './build-history';
import type { ContainerFileFacts } from './container-archive';
import type { ContainerLimits } from './container-limits';
import type { Containers } from './containers';
import type { BuildCachePrune, DiskUsage } from './disk-usage';
import type { Endpoint } from './endpoints';
import type { Images } from './images';
import type { Networks } from './networks';
import type { Volumes } from './volumes';

/**
 * The port to a Docker-compatible engine: our types, no raw JSON. Every call rejects with an `EngineError`; an aborted
 * signal rejects with reason `cancelled`. Names and ids are validated and encoded by the adapter. Nothing is retried but
 * idempotent calls whose pooled socket had died.
 */
export interface Engine {
  readonly endpoint: Endpoint;
  /** One round trip. */
  info(signal?: AbortSignal): Promise<EngineInfo>;
  /** Where it keeps its data: another place is another engine, whatever the address. One round trip. */
  storage(signal?: AbortSignal): Promise<EngineStorage>;
  readonly images: Images;
  readonly containers: Containers;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly history: BuildHistory;
  /** Takes the engine seconds where there is much. With `only`, engines that can (API 1.42) look at nothing else. */
  diskUsage(options?: { only?: 'volume' | 'build-cache'; signal?: AbortSignal }): Promise<DiskUsage>;
  pruneBuildCache(options: BuildCachePrune): Promise<PruneReport>;
  /**
   * Ends when the signal aborts; throws `unreachable` when the stream breaks. `onOpen` is called once the engine has
   * agreed: nothing that happens from then on is missed. With `since`, it begins with what the engine still remembers from then
   * on: the last 256 events of its run; with `until`, it ends there. Both are seconds since the epoch.
   */
  events(options: {
    since?: number;
    until?: number;
    signal: AbortSignal;
    onOpen?: () => void;
  }): AsyncIterable<EngineEvent>;
  /** Closes pooled sockets and helper processes (ssh). */
  dispose(): void;
}

export interface EngineInfo {
  readonly version: string;
  /** `1.41` */
  readonly apiVersion: string;
  readonly os: string;
  readonly architecture: string;
  readonly podman: boolean;
  /** `POST /build?version=2` works. */
  readonly buildkit: boolean;
}

export interface EngineStorage {
  /** The engine's own name for itself; engines of one machine may share it. */
  readonly id: string;
  readonly dataRoot: string;
  /** `overlay2`, `overlayfs`, … */
  readonly driver: string;
  /** Images are kept by containerd, as Docker does by default from 29 on. */
  readonly containerd: boolean;
  /** Release of the kernel it runs on; empty where it does not say. */
  readonly kernel: string;
}

export interface ImageSummary {
  /** `sha256:…` */
  readonly id: string;
  /** `repository:tag`, without `<none>:<none>`. Empty for a dangling image. */
  readonly tags: readonly string[];
  /** `repository@sha256:…` */
  readonly digests: readonly string[];
  /** Seconds since the epoch. */
  readonly created: number;
  readonly bytes: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Containers that use it, running or not; undefined when the engine does not count them. */
  readonly containers: number | undefined;
}

export interface ImageDetails extends ImageSummary {
  readonly os: string;
  readonly architecture: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workdir: string;
  readonly user: string;
  /** Words of its SHELL; undefined: the platform's default. */
  readonly shell: readonly string[] | undefined;
  /** Triggers of ONBUILD, in order, as instructions. */
  readonly onbuild: readonly string[];
  /** Digests of its layers, unpacked, from the bottom. */
  readonly layers: readonly string[];
  /** The engine's own answer, for the inspect document. */
  readonly raw: unknown;
}

export interface HistoryLayer {
  readonly id: string | undefined;
  readonly created: number;
  readonly createdBy: string;
  readonly bytes: number;
  readonly tags: readonly string[];
  readonly comment: string;
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export interface ContainerSummary {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly command: string;
  readonly created: number;
  readonly state: ContainerState;
  readonly health: 'starting' | 'healthy' | 'unhealthy' | undefined;
  /** Of an exited container. */
  readonly exitCode: number | undefined;
  readonly ports: readonly PublishedPort[];
  readonly labels: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  /** Its address in each network that has given it one: by the network's name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Names of the volumes it mounts. */
  readonly volumes: readonly string[];
}

export interface PublishedPort {
  readonly containerPort: number;
  readonly protocol: string;
  readonly hostIp: string | undefined;
  /** Undefined: exposed, not published. */
  readonly hostPort: number | undefined;
}

export interface ContainerDetails extends ContainerFileFacts {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: ContainerState;
  readonly exitCode: number;
  readonly tty: boolean;
  readonly openStdin: boolean;
  readonly autoRemove: boolean;
  readonly limits: ContainerLimits;
  readonly error: string;
  readonly raw: unknown;
}

export interface LogOptions {
  readonly follow: boolean;
  /** Last lines only. */
  readonly tail?: number;
  /** Seconds since the epoch, fractions allowed. */
  readonly since?: number;
  readonly timestamps?: boolean;
  readonly signal: AbortSignal;
}

export interface LogChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
}

export interface ExecOptions {
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly user?: string;
  readonly workdir?: string;
  readonly env?: readonly string[];
  readonly privileged?: boolean;
  readonly detachKeys?: string;
  readonly signal?: AbortSignal;
}

/** A process one talks to: of `exec` or `attach`. */
export interface Session {
  readonly stdin: Writable;
  /** Raw bytes with a tty, demultiplexed otherwise. Ends with the process or the connection. */
  readonly output: AsyncIterable<LogChunk>;
  resize(columns: number, rows: number): Promise<void>;
  /** After the output ended; undefined when the engine does not say. */
  exitCode(): Promise<number | undefined>;
  close(): void;
}

export interface RegistryAuth {
  readonly serverAddress: string;
  readonly username?: string;
  readonly password?: string;
  readonly identityToken?: string;
}

/** Progress of a pull or push. */
export interface TransferEvent {
  /** Layer id; undefined for lines about the whole. */
  readonly layer: string | undefined;
  readonly status: string;
  readonly current: number | undefined;
  readonly total: number | undefined;
  /** Of a finished push or pull. */
  readonly digest: string | undefined;
}

export interface RemovedImages {
  readonly untagged: readonly string[];
  readonly deleted: readonly string[];
}

export interface PruneReport {
  /** Ids or references. */
  readonly removed: readonly string[];
  readonly reclaimedBytes: number;
}

export interface EngineEvent {
  readonly kind: 'container' | 'image' | 'network' | 'volume' | 'other';
  /** `create`, `start`, `die`, `destroy`, `tag`, `untag`, `delete`, `health_status: healthy`, … */
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Seconds since the epoch, with fraction. */
  readonly time: number;
}
