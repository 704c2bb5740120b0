import { readMount, readTmpfs } from '../../docker-run/mounts';
import {
  readBytes,
  readCpus,
  readDeviceLimit,
  readInteger,
  readPairs,
  readRestart,
  readUlimit,
} from '../../docker-run/values';
import type { CreateContainer } from '../create-container';
import { EngineError } from '../errors';
import { deviceMappings, deviceRequests } from './create-devices';
import { networkMode } from './create-networks';
import { portBindings } from './create-ports';
import { readWord, readWords } from './read-word';

/** What the engine calls the host's side of a container: ports, mounts, limits, rights. */
export function hostConfig(options: CreateContainer): Record<string, unknown> {
  const integer = (word: string | undefined, flag: string) => readWord(word, readInteger, flag);
  const bytes = (word: string | undefined, flag: string) => readWord(word, readBytes, flag);
  const restart = readWord(options.restart, readRestart, '--restart');
  const { logDriver, logOptions = [], securityOptions = [] } = options;
  // One of docker's own making: it stands for two lists.
  const unconfined = securityOptions.includes('systempaths=unconfined');
  return {
    PortBindings: portBindings(options),
    PublishAllPorts: options.publishAll,
    Binds: binds(options).filter((bind) => !isAnonymous(bind)),
    Mounts: options.mounts?.map(mount),
    Tmpfs: options.tmpfs && Object.fromEntries(readWords(options.tmpfs, readTmpfs, '--tmpfs') ?? []),
    VolumesFrom: options.volumesFrom,
    VolumeDriver: options.volumeDriver,
    NetworkMode: networkMode(options),
    Links: options.links,
    ExtraHosts: options.extraHosts?.map((host) => host.replace(/^([^:=]+)=\[?([^\]]*)\]?$/, '$1:$2')),
    Dns: options.dns,
    DnsOptions: options.dnsOptions,
    DnsSearch: options.dnsSearch,
    GroupAdd: options.groups,
    AutoRemove: options.autoRemove ?? false,
    RestartPolicy: restart && { Name: restart.name, MaximumRetryCount: restart.retries },
    Memory: bytes(options.memory, '--memory'),
    MemoryReservation: bytes(options.memoryReservation, '--memory-reservation'),
    MemorySwap: options.memorySwap === '-1' ? -1 : bytes(options.memorySwap, '--memory-swap'),
    MemorySwappiness: integer(options.memorySwappiness, '--memory-swappiness'),
    KernelMemory: bytes(options.kernelMemory, '--kernel-memory'),
    NanoCpus: readWord(options.cpus, readCpus, '--cpus'),
    CpuShares: integer(options.cpuShares, '--cpu-shares'),
    CpuPeriod: integer(options.cpuPeriod, '--cpu-period'),
    CpuQuota: integer(options.cpuQuota, '--cpu-quota'),
    CpuRealtimePeriod: integer(options.cpuRtPeriod, '--cpu-rt-period'),
    CpuRealtimeRuntime: integer(options.cpuRtRuntime, '--cpu-rt-runtime'),
    CpusetCpus: options.cpusetCpus,
    CpusetMems: options.cpusetMems,
    CpuCount: integer(options.cpuCount, '--cpu-count'),
    CpuPercent: integer(options.cpuPercent, '--cpu-percent'),
    IOMaximumBandwidth: bytes(options.ioMaxBandwidth, '--io-maxbandwidth'),
    IOMaximumIOps: integer(options.ioMaxIops, '--io-maxiops'),
    ShmSize: bytes(options.shmSize, '--shm-size'),
    Ulimits: readWords(options.ulimits, readUlimit, '--ulimit')?.map(({ name, soft, hard }) => ({
      Name: name,
      Soft: soft,
      Hard: hard,
    })),
    PidsLimit: integer(options.pidsLimit, '--pids-limit'),
    OomKillDisable: options.oomKillDisable,
    OomScoreAdj: integer(options.oomScoreAdj, '--oom-score-adj'),
    BlkioWeight: integer(options.blkioWeight, '--blkio-weight'),
    BlkioWeightDevice: limits(options.blkioWeightDevices, '--blkio-weight-device', readInteger, 'Weight'),
    BlkioDeviceReadBps: limits(options.deviceReadBps, '--device-read-bps', readBytes),
    BlkioDeviceReadIOps: limits(options.deviceReadIops, '--device-read-iops', readInteger),
    BlkioDeviceWriteBps: limits(options.deviceWriteBps, '--device-write-bps', readBytes),
    BlkioDeviceWriteIOps: limits(options.deviceWriteIops, '--device-write-iops', readInteger),
    Devices: deviceMappings(options),
    DeviceRequests: deviceRequests(options),
    DeviceCgroupRules: options.deviceCgroupRules,
    Init: options.init,
    Privileged: options.privileged,
    CapAdd: options.capAdd,
    CapDrop: options.capDrop,
    SecurityOpt: securityOptions.filter((option) => option !== 'systempaths=unconfined'),
    ...(unconfined ? { MaskedPaths: [], ReadonlyPaths: [] } : {}),
    ReadonlyRootfs: options.readOnly,
    Sysctls: options.sysctls && readPairs(options.sysctls),
    StorageOpt: options.storageOptions && readPairs(options.storageOptions),
    Annotations: options.annotations && readPairs(options.annotations),
    IpcMode: options.ipc,
    PidMode: options.pid,
    UTSMode: options.uts,
    UsernsMode: options.userns,
    CgroupnsMode: options.cgroupns,
    CgroupParent: options.cgroupParent,
    Runtime: options.runtime,
    Isolation: options.isolation,
    ...(logDriver === undefined && logOptions.length === 0
      ? {}
      : { LogConfig: { Type: logDriver ?? '', Config: readPairs(logOptions) } }),
  };
}

/** Volumes without a source, which the engine keeps under a name of its own. */
export function anonymousVolumes(options: CreateContainer): Readonly<Record<string, object>> {
  return Object.fromEntries(
    binds(options)
      .filter(isAnonymous)
      .map((path) => [path, {}]),
  );
}

function binds(options: CreateContainer): readonly string[] {
  const words = (options.binds ?? []).map((bind) => bind.trim());
  if (words.includes(''))
    throw new EngineError('invalid', 'A volume is empty: expected source:target, as in data:/var/lib/data.');
  return words;
}

/** `/data` or `C:\data`: a volume without a source. */
function isAnonymous(bind: string): boolean {
  return !bind.replace(/^[A-Za-z]:[\\/]/, '').includes(':');
}

function limits(
  words: readonly string[] | undefined,
  flag: string,
  read: (value: string) => number | undefined,
  name: 'Rate' | 'Weight' = 'Rate',
): readonly object[] | undefined {
  return readWords(words, readDeviceLimit, flag)?.map(([path, value]) => ({
    Path: path,
    [name]: readWord(value, read, flag),
  }));
}

function mount(word: string): object {
  const read = readMount(word);
  if (typeof read === 'string') throw new EngineError('invalid', `"${word}" cannot be mounted: ${read}`);
  const { type, source, target, readOnly, consistency, bind, volume, tmpfs, imageSubpath } = read;
  const { noCopy, subpath, driver, labels, options } = volume;
  const forVolume = {
    ...(noCopy ? { NoCopy: true } : {}),
    ...(subpath === undefined ? {} : { Subpath: subpath }),
    ...(labels.length > 0 ? { Labels: readPairs(labels) } : {}),
    ...(driver === undefined && options.length === 0
      ? {}
      : { DriverConfig: { Name: driver ?? '', Options: readPairs(options) } }),
  };
  const forTmpfs = {
    ...(tmpfs.bytes === undefined ? {} : { SizeBytes: tmpfs.bytes }),
    ...(tmpfs.mode === undefined ? {} : { Mode: tmpfs.mode }),
  };
  return {
    Type: type,
    ...(source === undefined ? {} : { Source: source }),
    Target: target,
    ...(readOnly ? { ReadOnly: true } : {}),
    ...(consistency === undefined ? {} : { Consistency: consistency }),
    ...(Object.keys(bind).length > 0 ? { BindOptions: bind } : {}),
    ...(Object.keys(forVolume).length > 0 ? { VolumeOptions: forVolume } : {}),
    ...(Object.keys(forTmpfs).length > 0 ? { TmpfsOptions: forTmpfs } : {}),
    ...(imageSubpath === undefined ? {} : { ImageOptions: { Subpath: imageSubpath } }),
  };
}
