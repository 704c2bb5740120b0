/** What a value of a flag has to look like; see `check-value.ts`. */
export type ValueKind =
  | 'text'
  | 'bytes'
  | 'bytesOrUnlimited'
  | 'duration'
  | 'integer'
  | 'cpus'
  | 'name'
  | 'port'
  | 'expose'
  | 'env'
  | 'path'
  | 'pair'
  | 'label'
  | 'host'
  | 'volume'
  | 'mount'
  | 'tmpfs'
  | 'network'
  | 'restart'
  | 'ulimit'
  | 'device'
  | 'throttleBytes'
  | 'throttleCount'
  | 'weight'
  | 'gpus'
  | 'pull'
  | 'stream';

export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** Older spellings that docker still takes. */
  readonly also?: readonly string[];
  readonly takes: 'nothing' | 'one' | 'many';
  readonly kind?: ValueKind;
}

/**
 * The flags of `docker run`, in the order in which a line is printed: what people look at first stands first. Each has the
 * name our options know it by. A flag that is neither here nor in `unusedFlags` is named as unknown, never dropped silently.
 */
export const flags = {
  detach: { name: 'detach', short: 'd', takes: 'nothing' },
  openStdin: { name: 'interactive', short: 'i', takes: 'nothing' },
  tty: { name: 'tty', short: 't', takes: 'nothing' },
  autoRemove: { name: 'rm', takes: 'nothing' },
  attach: { name: 'attach', short: 'a', takes: 'many', kind: 'stream' },
  name: { name: 'name', takes: 'one', kind: 'name' },
  platform: { name: 'platform', takes: 'one' },
  pull: { name: 'pull', takes: 'one', kind: 'pull' },
  restart: { name: 'restart', takes: 'one', kind: 'restart' },
  ports: { name: 'publish', short: 'p', takes: 'many', kind: 'port' },
  publishAll: { name: 'publish-all', short: 'P', takes: 'nothing' },
  expose: { name: 'expose', takes: 'many', kind: 'expose' },
  env: { name: 'env', short: 'e', takes: 'many', kind: 'env' },
  envFiles: { name: 'env-file', takes: 'many', kind: 'path' },
  binds: { name: 'volume', short: 'v', takes: 'many', kind: 'volume' },
  mounts: { name: 'mount', takes: 'many', kind: 'mount' },
  tmpfs: { name: 'tmpfs', takes: 'many', kind: 'tmpfs' },
  volumesFrom: { name: 'volumes-from', takes: 'many' },
  volumeDriver: { name: 'volume-driver', takes: 'one' },
  networks: { name: 'network', also: ['net'], takes: 'many', kind: 'network' },
  networkAliases: { name: 'network-alias', also: ['net-alias'], takes: 'many' },
  ip: { name: 'ip', takes: 'one' },
  ip6: { name: 'ip6', takes: 'one' },
  linkLocalIps: { name: 'link-local-ip', takes: 'many' },
  macAddress: { name: 'mac-address', takes: 'one' },
  links: { name: 'link', takes: 'many' },
  hostname: { name: 'hostname', short: 'h', takes: 'one' },
  domainname: { name: 'domainname', takes: 'one' },
  extraHosts: { name: 'add-host', takes: 'many', kind: 'host' },
  dns: { name: 'dns', takes: 'many' },
  dnsOptions: { name: 'dns-option', also: ['dns-opt'], takes: 'many' },
  dnsSearch: { name: 'dns-search', takes: 'many' },
  user: { name: 'user', short: 'u', takes: 'one' },
  groups: { name: 'group-add', takes: 'many' },
  workdir: { name: 'workdir', short: 'w', takes: 'one' },
  memory: { name: 'memory', short: 'm', takes: 'one', kind: 'bytes' },
  memoryReservation: { name: 'memory-reservation', takes: 'one', kind: 'bytes' },
  memorySwap: { name: 'memory-swap', takes: 'one', kind: 'bytesOrUnlimited' },
  memorySwappiness: { name: 'memory-swappiness', takes: 'one', kind: 'integer' },
  kernelMemory: { name: 'kernel-memory', takes: 'one', kind: 'bytes' },
  cpus: { name: 'cpus', takes: 'one', kind: 'cpus' },
  cpuShares: { name: 'cpu-shares', short: 'c', takes: 'one', kind: 'integer' },
  cpuPeriod: { name: 'cpu-period', takes: 'one', kind: 'integer' },
  cpuQuota: { name: 'cpu-quota', takes: 'one', kind: 'integer' },
  cpuRtPeriod: { name: 'cpu-rt-period', takes: 'one', kind: 'integer' },
  cpuRtRuntime: { name: 'cpu-rt-runtime', takes: 'one', kind: 'integer' },
  cpusetCpus: { name: 'cpuset-cpus', takes: 'one' },
  cpusetMems: { name: 'cpuset-mems', takes: 'one' },
  gpus: { name: 'gpus', takes: 'one', kind: 'gpus' },
  shmSize: { name: 'shm-size', takes: 'one', kind: 'bytes' },
  ulimits: { name: 'ulimit', takes: 'many', kind: 'ulimit' },
  pidsLimit: { name: 'pids-limit', takes: 'one', kind: 'integer' },
  oomKillDisable: { name: 'oom-kill-disable', takes: 'nothing' },
  oomScoreAdj: { name: 'oom-score-adj', takes: 'one', kind: 'integer' },
  blkioWeight: { name: 'blkio-weight', takes: 'one', kind: 'integer' },
  blkioWeightDevices: { name: 'blkio-weight-device', takes: 'many', kind: 'weight' },
  deviceReadBps: { name: 'device-read-bps', takes: 'many', kind: 'throttleBytes' },
  deviceReadIops: { name: 'device-read-iops', takes: 'many', kind: 'throttleCount' },
  deviceWriteBps: { name: 'device-write-bps', takes: 'many', kind: 'throttleBytes' },
  deviceWriteIops: { name: 'device-write-iops', takes: 'many', kind: 'throttleCount' },
  init: { name: 'init', takes: 'nothing' },
  privileged: { name: 'privileged', takes: 'nothing' },
  capAdd: { name: 'cap-add', takes: 'many' },
  capDrop: { name: 'cap-drop', takes: 'many' },
  securityOptions: { name: 'security-opt', takes: 'many' },
  readOnly: { name: 'read-only', takes: 'nothing' },
  devices: { name: 'device', takes: 'many', kind: 'device' },
  deviceCgroupRules: { name: 'device-cgroup-rule', takes: 'many' },
  sysctls: { name: 'sysctl', takes: 'many', kind: 'pair' },
  storageOptions: { name: 'storage-opt', takes: 'many', kind: 'pair' },
  ipc: { name: 'ipc', takes: 'one' },
  pid: { name: 'pid', takes: 'one' },
  uts: { name: 'uts', takes: 'one' },
  userns: { name: 'userns', takes: 'one' },
  cgroupns: { name: 'cgroupns', takes: 'one' },
  cgroupParent: { name: 'cgroup-parent', takes: 'one' },
  runtime: { name: 'runtime', takes: 'one' },
  isolation: { name: 'isolation', takes: 'one' },
  cpuCount: { name: 'cpu-count', takes: 'one', kind: 'integer' },
  cpuPercent: { name: 'cpu-percent', takes: 'one', kind: 'integer' },
  ioMaxBandwidth: { name: 'io-maxbandwidth', takes: 'one', kind: 'bytes' },
  ioMaxIops: { name: 'io-maxiops', takes: 'one', kind: 'integer' },
  stopSignal: { name: 'stop-signal', takes: 'one' },
  stopTimeout: { name: 'stop-timeout', takes: 'one', kind: 'integer' },
  healthCmd: { name: 'health-cmd', takes: 'one' },
  healthInterval: { name: 'health-interval', takes: 'one', kind: 'duration' },
  healthTimeout: { name: 'health-timeout', takes: 'one', kind: 'duration' },
  healthStartPeriod: { name: 'health-start-period', takes: 'one', kind: 'duration' },
  healthStartInterval: { name: 'health-start-interval', takes: 'one', kind: 'duration' },
  healthRetries: { name: 'health-retries', takes: 'one', kind: 'integer' },
  noHealthcheck: { name: 'no-healthcheck', takes: 'nothing' },
  logDriver: { name: 'log-driver', takes: 'one' },
  logOptions: { name: 'log-opt', takes: 'many', kind: 'pair' },
  labels: { name: 'label', short: 'l', takes: 'many', kind: 'label' },
  labelFiles: { name: 'label-file', takes: 'many', kind: 'path' },
  annotations: { name: 'annotation', takes: 'many', kind: 'pair' },
  entrypoint: { name: 'entrypoint', takes: 'one' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagKey = keyof typeof flags;
type KeyOf<Takes extends Flag['takes']> = {
  [Key in FlagKey]: (typeof flags)[Key]['takes'] extends Takes ? Key : never;
}[FlagKey];
export type SwitchKey = KeyOf<'nothing'>;
export type TextKey = KeyOf<'one'>;
export type ListKey = KeyOf<'many'>;

export const flagKeys = Object.keys(flags) as readonly FlagKey[];

export function flagOf(key: FlagKey): Flag {
  return flags[key];
}

export interface UnusedFlag extends Flag {
  /** What becomes of it, as the end of a sentence that begins with the flag; undefined: it makes no difference here. */
  readonly why: string | undefined;
}

/** Flags that docker has and a run from here has not. */
export const unusedFlags: readonly UnusedFlag[] = [
  { name: 'quiet', short: 'q', takes: 'nothing', why: undefined },
  { name: 'disable-content-trust', takes: 'nothing', why: undefined },
  { name: 'sig-proxy', takes: 'nothing', why: 'is left out: Ctrl+C in the terminal reaches the process' },
  { name: 'detach-keys', takes: 'one', why: 'is left out: the terminal takes the keys of the Docker config' },
  { name: 'cidfile', takes: 'one', why: 'is left out: no file is written with the id of the container' },
  { name: 'use-api-socket', takes: 'nothing', why: 'is left out: it needs the docker command line' },
  { name: 'help', takes: 'nothing', why: 'is left out' },
];
