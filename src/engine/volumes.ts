/** Volumes of an engine; a part of the port in engine.ts. */
export interface Volumes {
  /** With `unused`, those the engine itself counts as used by no container. */
  list(options?: { unused?: boolean; signal?: AbortSignal }): Promise<readonly VolumeSummary[]>;
  inspect(name: string, signal?: AbortSignal): Promise<VolumeDetails>;
  create(options: CreateVolume, signal?: AbortSignal): Promise<VolumeSummary>;
  /** Rejects `conflict` while a container uses it, running or not. */
  remove(name: string): Promise<void>;
}

export interface VolumeSummary {
  readonly name: string;
  /** Nobody named it: it was made for a `VOLUME` or a mount without a source. */
  readonly anonymous: boolean;
  readonly driver: string;
  /** On the engine's machine; empty where the driver does not say. */
  readonly mountpoint: string;
  /** Seconds since the epoch, 0 where the engine does not say. */
  readonly created: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the driver. */
  readonly options: Readonly<Record<string, string>>;
}

export interface VolumeDetails extends VolumeSummary {
  /** The engine's own answer, for the inspect document. */
  readonly raw: unknown;
}

export interface CreateVolume {
  /** Left out, the engine makes one up. */
  readonly name?: string;
  /** Default: `local`. */
  readonly driver?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}
