import type { ContainerState } from './engine';
import type { VolumeSummary } from './volumes';

/** What the engine's objects take up on its disk; a part of the port in engine.ts. Undefined: the engine does not say. */
export interface DiskUsage {
  /** All layers of all images, each counted once. */
  readonly layersBytes: number;
  readonly images: readonly ImageUsage[];
  readonly containers: readonly ContainerUsage[];
  readonly volumes: readonly VolumeUsage[];
  /** Empty where the engine has no BuildKit. */
  readonly buildCache: readonly BuildCacheRecord[];
}

export interface ImageUsage {
  readonly id: string;
  /** `repository:tag`; empty for a dangling image. */
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** With the layers it shares. */
  readonly bytes: number;
  /** In layers that other images have, too. */
  readonly sharedBytes: number | undefined;
  /** Containers made from it, running or not. */
  readonly containers: number | undefined;
}

export interface ContainerUsage {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  /** What it wrote to its own file system. */
  readonly bytes: number;
}

export interface VolumeUsage extends VolumeSummary {
  readonly bytes: number | undefined;
  /** Containers that use it, running or not. */
  readonly users: number | undefined;
}

export interface BuildCacheRecord {
  readonly id: string;
  /** `regular`, `source.local`, `exec.cachemount`, `internal`, `frontend`, … */
  readonly type: string;
  /** `[2/4] RUN npm ci` */
  readonly description: string;
  readonly bytes: number;
  readonly inUse: boolean;
  /** Its layer is an image's, too. */
  readonly shared: boolean;
  /** Milliseconds since the epoch; 0 where the engine does not say. */
  readonly created: number;
  /** Seconds since the epoch, 0 when never. */
  readonly lastUsed: number;
  readonly uses: number;
}

export interface BuildCachePrune {
  /** With what belongs to images and to the builder itself; otherwise what nothing else needs. */
  readonly all: boolean;
  /** Only these records. */
  readonly ids?: readonly string[];
  /** Keeps what was used within so many hours. */
  readonly unusedForHours?: number;
  readonly signal?: AbortSignal;
}
