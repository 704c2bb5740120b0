export type RestartPolicyName = 'no' | 'always' | 'unless-stopped' | 'on-failure';

/** What can be changed of a container without making it anew. Zero: no limit. */
export interface ContainerLimits {
  readonly restart: RestartPolicy;
  readonly memoryBytes: number;
  /** Number of processors, with fraction. */
  readonly cpus: number;
  readonly pids: number;
}

export interface RestartPolicy {
  readonly name: RestartPolicyName;
  /** Of `on-failure`; zero: as often as it fails. */
  readonly retries: number;
}
