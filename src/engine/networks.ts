/** Networks of an engine; a part of the port in engine.ts. */
export interface Networks {
  list(options?: { signal?: AbortSignal }): Promise<readonly NetworkSummary[]>;
  inspect(network: string, signal?: AbortSignal): Promise<NetworkDetails>;
  /** Returns the id and the engine's warning, if it has one. */
  create(
    options: CreateNetwork,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly warning: string | undefined }>;
  /** Rejects `conflict` while a running container is connected. */
  remove(network: string): Promise<void>;
  connect(network: string, container: string, options?: ConnectOptions): Promise<void>;
  /** With `force`, also a container that is gone and left its endpoint behind. */
  disconnect(network: string, container: string, options?: { force?: boolean }): Promise<void>;
}

export interface NetworkSummary {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  /** Containers in it reach each other and nothing else. */
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ipv6: boolean;
  readonly subnets: readonly Subnet[];
  /** Seconds since the epoch. */
  readonly created: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the driver. */
  readonly options: Readonly<Record<string, string>>;
  /** The engine's own (`bridge`, `host`, `none`): cannot be removed. */
  readonly predefined: boolean;
}

export interface Subnet {
  /** `172.20.0.0/16` */
  readonly subnet: string;
  readonly gateway: string | undefined;
}

export interface NetworkDetails extends NetworkSummary {
  /** The engine's own answer, for the inspect document. */
  readonly raw: unknown;
}

export interface CreateNetwork {
  readonly name: string;
  /** Default: `bridge`. */
  readonly driver?: string;
  readonly subnet?: string;
  readonly gateway?: string;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly ipv6?: boolean;
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ConnectOptions {
  /** Names by which the others in the network find it, besides its own. */
  readonly aliases?: readonly string[];
  /** A fixed address of the network's subnet. */
  readonly address?: string;
}
