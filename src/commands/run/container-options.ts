import { flagKeys } from '../../docker-run/flags';
import { optionOf, type RunOptions, withOption } from '../../docker-run/run-options';
import type { ContainerDetails, ImageDetails } from '../../engine/engine';
import { list, number, object, type Raw, record, text, texts } from './raw-values';

/**
 * The options that make a container like this one: what it was created with, less what its image says anyway. Names and
 * labels that compose gave it are left out: another one is no part of the project. `image` is undefined when it is gone.
 */
export function optionsOfContainer(container: ContainerDetails, image: ImageDetails | undefined): RunOptions {
  const raw = object(container.raw);
  const config = object(raw.Config);
  const host = object(raw.HostConfig);
  const own: Readonly<Record<string, string | true | readonly string[] | undefined>> = {
    detach: true,
    openStdin: config.OpenStdin === true || undefined,
    tty: config.Tty === true || undefined,
    autoRemove: host.AutoRemove === true || undefined,
    name: container.name,
    ...processOptions(config, image),
    ...hostOptions(host),
    ...networkOptions(raw, config, host),
    ...limitOptions(host),
    ...healthOptions(object(config.Healthcheck)),
    expose: Object.keys(object(config.ExposedPorts))
      .filter((port) => !(image?.exposedPorts ?? []).includes(port) && !(port in object(host.PortBindings)))
      .map((port) => port.replace(/\/tcp$/, '')),
    binds: [...texts(host.Binds), ...anonymousVolumes(config, image)],
    labels: Object.entries(record(config.Labels))
      .filter(([name, value]) => !name.startsWith('com.docker.compose.') && image?.labels[name] !== value)
      .map(([name, value]) => (value === '' ? name : `${name}=${value}`)),
  };
  let options: RunOptions = { image: container.image, command: commandOf(config, image) };
  for (const key of flagKeys) {
    const value = own[key];
    if (value !== '' && value !== undefined) options = withOption(options, key, value);
  }
  if (optionOf(options, 'tty') || optionOf(options, 'openStdin')) options = withOption(options, 'detach', undefined);
  return options;
}

function processOptions(
  config: Raw,
  image: ImageDetails | undefined,
): Readonly<Record<string, string | readonly string[]>> {
  const entrypoint = texts(config.Entrypoint);
  const changed = !same(entrypoint, image?.entrypoint ?? []);
  const env = texts(config.Env).filter(
    (word) => !(image?.env ?? []).includes(word) && !(image === undefined && word.startsWith('PATH=')),
  );
  const hostname = text(config.Hostname);
  return {
    // An entrypoint of several words begins the command: docker run takes one.
    ...(changed && entrypoint.length > 0 ? { entrypoint: entrypoint[0] ?? '' } : {}),
    env,
    user: text(config.User) === image?.user ? '' : text(config.User),
    workdir: text(config.WorkingDir) === image?.workdir ? '' : text(config.WorkingDir),
    // The engine's own is the beginning of the id.
    hostname: /^[0-9a-f]{12}$/.test(hostname) ? '' : hostname,
    domainname: text(config.Domainname),
    stopSignal: text(config.StopSignal) === 'SIGTERM' ? '' : text(config.StopSignal),
    stopTimeout: number(config.StopTimeout),
  };
}

function commandOf(config: Raw, image: ImageDetails | undefined): readonly string[] {
  const command = texts(config.Cmd);
  const entrypoint = texts(config.Entrypoint);
  if (!same(entrypoint, image?.entrypoint ?? [])) return [...entrypoint.slice(1), ...command];
  return same(command, image?.command ?? []) ? [] : command;
}

/** Those of the image come by themselves. */
function anonymousVolumes(config: Raw, image: ImageDetails | undefined): readonly string[] {
  return Object.keys(object(config.Volumes)).filter((path) => !(image?.volumes ?? []).includes(path));
}

function hostOptions(host: Raw): Readonly<Record<string, string | true | readonly string[] | undefined>> {
  const restart = object(host.RestartPolicy);
  const retries = number(restart.MaximumRetryCount);
  const log = object(host.LogConfig);
  const logOptions = pairs(log.Config);
  return {
    restart: text(restart.Name) === 'no' ? '' : `${text(restart.Name)}${retries === '' ? '' : `:${retries}`}`,
    ports: Object.entries(object(host.PortBindings)).flatMap(([port, bound]) =>
      list(bound).map((to) => publish(port, to)),
    ),
    publishAll: host.PublishAllPorts === true || undefined,
    mounts: list(host.Mounts).map(mountWord),
    tmpfs: Object.entries(record(host.Tmpfs)).map(([path, options]) => (options === '' ? path : `${path}:${options}`)),
    volumesFrom: texts(host.VolumesFrom),
    volumeDriver: text(host.VolumeDriver),
    links: texts(host.Links).map((link) => link.replace(/^\/([^:]+):.*\/([^/]+)$/, '$1:$2')),
    extraHosts: texts(host.ExtraHosts),
    dns: texts(host.Dns),
    dnsOptions: texts(host.DnsOptions),
    dnsSearch: texts(host.DnsSearch),
    groups: texts(host.GroupAdd),
    init: host.Init === true || undefined,
    privileged: host.Privileged === true || undefined,
    capAdd: texts(host.CapAdd),
    capDrop: texts(host.CapDrop),
    // The engine adds this one to what is privileged, or in another's namespace.
    securityOptions: texts(host.SecurityOpt).filter((option) => option !== 'label=disable'),
    readOnly: host.ReadonlyRootfs === true || undefined,
    devices: list(host.Devices).map((device) => {
      const [from, to] = [text(device.PathOnHost), text(device.PathInContainer)];
      const mode = text(device.CgroupPermissions);
      return `${from}:${to}${mode === 'rwm' ? '' : `:${mode}`}`;
    }),
    deviceCgroupRules: texts(host.DeviceCgroupRules),
    sysctls: pairs(host.Sysctls),
    storageOptions: pairs(host.StorageOpt),
    annotations: pairs(host.Annotations),
    ipc: /^(?:private|shareable)?$/.test(text(host.IpcMode)) ? '' : text(host.IpcMode),
    pid: text(host.PidMode),
    uts: text(host.UTSMode),
    userns: text(host.UsernsMode),
    cgroupParent: text(host.CgroupParent),
    runtime: text(host.Runtime) === 'runc' ? '' : text(host.Runtime),
    isolation: text(host.Isolation) === 'default' ? '' : text(host.Isolation),
    // The engine's default is written down like one that was chosen; with options it was.
    logDriver: logOptions.length > 0 || text(log.Type) !== 'json-file' ? text(log.Type) : '',
    logOptions,
  };
}

function networkOptions(raw: Raw, config: Raw, host: Raw): Readonly<Record<string, string | readonly string[]>> {
  const mode = text(host.NetworkMode);
  if (mode === 'default' || mode === '' || mode === 'bridge') return {};
  const joined = object(object(raw.NetworkSettings).Networks);
  const names = [mode, ...Object.keys(joined).filter((name) => name !== mode)];
  const id = text(raw.Id).slice(0, 12);
  return {
    networks: names.map((name) => {
      const of = object(joined[name]);
      const address = object(of.IPAMConfig);
      const [ip, ip6] = [text(address.IPv4Address), text(address.IPv6Address)];
      const aliases = texts(of.Aliases).filter((alias) => alias !== id && alias !== text(config.Hostname));
      const fields = [
        ...aliases.map((alias) => `alias=${alias}`),
        ...(ip === '' ? [] : [`ip=${ip}`]),
        ...(ip6 === '' ? [] : [`ip6=${ip6}`]),
      ];
      return fields.length === 0 ? name : [`name=${name}`, ...fields].join(',');
    }),
  };
}

function limitOptions(host: Raw): Readonly<Record<string, string | true | readonly string[] | undefined>> {
  const cpus = Number(number(host.NanoCpus)) / 1e9;
  const memory = number(host.Memory);
  const swap = number(host.MemorySwap);
  const throttle = (value: unknown, field = 'Rate') =>
    list(value).map((limit) => `${text(limit.Path)}:${number(limit[field])}`);
  return {
    memory: sizeWord(memory),
    memoryReservation: sizeWord(number(host.MemoryReservation)),
    // Twice the memory is what the engine makes of nothing said.
    memorySwap: swap === '-1' || Number(swap) !== Number(memory) * 2 ? sizeWord(swap) : '',
    memorySwappiness: number(host.MemorySwappiness) === '-1' ? '' : number(host.MemorySwappiness),
    cpus: cpus > 0 ? String(cpus) : '',
    cpuShares: number(host.CpuShares),
    cpuPeriod: number(host.CpuPeriod),
    cpuQuota: number(host.CpuQuota),
    cpuRtPeriod: number(host.CpuRealtimePeriod),
    cpuRtRuntime: number(host.CpuRealtimeRuntime),
    cpusetCpus: text(host.CpusetCpus),
    cpusetMems: text(host.CpusetMems),
    // 64 MiB is what the engine makes of nothing said.
    shmSize: number(host.ShmSize) === '67108864' ? '' : sizeWord(number(host.ShmSize)),
    ulimits: list(host.Ulimits).map((limit) => `${text(limit.Name)}=${limit.Soft}:${limit.Hard}`),
    pidsLimit: number(host.PidsLimit),
    oomKillDisable: host.OomKillDisable === true || undefined,
    oomScoreAdj: number(host.OomScoreAdj),
    blkioWeight: number(host.BlkioWeight),
    blkioWeightDevices: throttle(host.BlkioWeightDevice, 'Weight'),
    deviceReadBps: throttle(host.BlkioDeviceReadBps),
    deviceReadIops: throttle(host.BlkioDeviceReadIOps),
    deviceWriteBps: throttle(host.BlkioDeviceWriteBps),
    deviceWriteIops: throttle(host.BlkioDeviceWriteIOps),
    gpus: list(host.DeviceRequests).some((request) => number(request.Count) === '-1') ? 'all' : '',
  };
}

function healthOptions(health: Raw): Readonly<Record<string, string | true | undefined>> {
  const [kind, ...words] = texts(health.Test);
  // A check in exec form cannot be said to docker run; the image has it, most likely.
  if (kind !== 'CMD-SHELL') return { noHealthcheck: kind === 'NONE' || undefined };
  const seconds = (value: unknown) => (number(value) === '' ? '' : `${Number(number(value)) / 1e9}s`);
  return {
    healthCmd: words[0] ?? '',
    healthInterval: seconds(health.Interval),
    healthTimeout: seconds(health.Timeout),
    healthStartPeriod: seconds(health.StartPeriod),
    healthRetries: number(health.Retries),
  };
}

function publish(port: string, to: Raw): string {
  const [ip, host] = [text(to.HostIp), text(to.HostPort)];
  const inside = port.replace(/\/tcp$/, '');
  const address = ip === '' ? '' : `${ip.includes(':') ? `[${ip}]` : ip}:`;
  return address === '' && host === '' ? inside : `${address}${host}:${inside}`;
}

function mountWord(mount: Raw): string {
  const fields = [`type=${text(mount.Type)}`];
  if (text(mount.Source) !== '') fields.push(`source=${text(mount.Source)}`);
  fields.push(`target=${text(mount.Target)}`);
  if (mount.ReadOnly === true) fields.push('readonly');
  const propagation = text(object(mount.BindOptions).Propagation);
  if (propagation !== '') fields.push(`bind-propagation=${propagation}`);
  if (object(mount.VolumeOptions).NoCopy === true) fields.push('volume-nocopy');
  const tmpfs = object(mount.TmpfsOptions);
  if (number(tmpfs.SizeBytes) !== '') fields.push(`tmpfs-size=${number(tmpfs.SizeBytes)}`);
  if (number(tmpfs.Mode) !== '') fields.push(`tmpfs-mode=${Number(tmpfs.Mode).toString(8)}`);
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replace(/"/g, '""')}"` : field)).join(',');
}

/** `512m` of 536870912. */
function sizeWord(bytes: string): string {
  const value = Number(bytes);
  for (const [unit, size] of [
    ['g', 1024 ** 3],
    ['m', 1024 ** 2],
    ['k', 1024],
  ] as const)
    if (value > 0 && value % size === 0) return `${value / size}${unit}`;
  return bytes;
}

function pairs(value: unknown): readonly string[] {
  return Object.entries(record(value)).map((pair) => pair.join('='));
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}
