import type { ContainerMount } from '../container-archive';
import type { ContainerDetails, ContainerState, ContainerSummary, PruneReport, PublishedPort } from '../engine';
import { containerLimits } from './container-changes';
import { type Raw, rawList, rawNumber, rawObject, rawRecord, rawText, rawTexts } from './raw';

export function containerSummary(raw: Raw): ContainerSummary {
  const status = rawText(raw.Status);
  const state = containerState(rawText(raw.State));
  return {
    id: rawText(raw.Id),
    name: containerName(raw),
    image: rawText(raw.Image),
    imageId: rawText(raw.ImageID),
    command: rawText(raw.Command),
    created: rawNumber(raw.Created),
    state,
    health: healthOf(raw, status),
    exitCode: state === 'exited' ? exitCodeOf(raw, status) : undefined,
    ports: rawList(raw.Ports).map(publishedPort).sort(comparePorts),
    labels: rawRecord(raw.Labels),
    networks: Object.keys(rawObject(rawObject(raw.NetworkSettings).Networks)),
    addresses: addressesOf(rawObject(rawObject(raw.NetworkSettings).Networks)),
    volumes: rawList(raw.Mounts)
      .filter(({ Type: type }) => type === 'volume')
      .map(({ Name: name }) => rawText(name))
      .filter((name) => name !== '')
      .sort(),
  };
}

export function containerDetails(raw: Raw): ContainerDetails {
  const config = rawObject(raw.Config);
  const state = rawObject(raw.State);
  return {
    id: rawText(raw.Id),
    name: rawText(raw.Name).replace(/^\//, ''),
    image: rawText(config.Image),
    state: containerState(rawText(state.Status)),
    exitCode: rawNumber(state.ExitCode),
    tty: config.Tty === true,
    openStdin: config.OpenStdin === true,
    autoRemove: rawObject(raw.HostConfig).AutoRemove === true,
    limits: containerLimits(rawObject(raw.HostConfig)),
    error: rawText(state.Error),
    mounts: containerMounts(raw),
    readOnlyRoot: rawObject(raw.HostConfig).ReadonlyRootfs === true,
    // Podman names the runtime's.
    os: /windows/i.test(rawText(raw.Platform)) ? 'windows' : 'linux',
    raw,
  };
}

/** Deepest first, so that the first that holds a path is the one it is on. */
function containerMounts(raw: Raw): readonly ContainerMount[] {
  const mounts = rawList(raw.Mounts).map((mount): ContainerMount => {
    const type = rawText(mount.Type);
    const kind = type === 'volume' || type === 'bind' || type === 'tmpfs' ? type : 'other';
    const source = kind === 'volume' ? rawText(mount.Name) : rawText(mount.Source);
    return { path: rawText(mount.Destination), kind, source, writable: mount.RW !== false };
  });
  const temporary = Object.entries(rawObject(rawObject(raw.HostConfig).Tmpfs)).map(
    ([path, options]): ContainerMount => ({
      path: path.replace(/(?<=.)\/+$/, ''),
      kind: 'tmpfs',
      source: '',
      writable: !rawText(options).split(',').includes('ro'),
    }),
  );
  const engineFiles: readonly (readonly [string, unknown])[] = [
    ['/etc/hosts', raw.HostsPath],
    ['/etc/hostname', raw.HostnamePath],
    ['/etc/resolv.conf', raw.ResolvConfPath],
  ];
  const maintained = engineFiles
    .filter(([, source]) => rawText(source) !== '')
    .map(([path]): ContainerMount => ({ path, kind: 'engine', source: '', writable: true }));
  const byPath = new Map([...maintained, ...temporary, ...mounts].map((mount) => [mount.path, mount]));
  return [...byPath.values()].filter(({ path }) => path !== '').sort((a, b) => b.path.length - a.path.length);
}

export function containerPruneReport(raw: unknown): PruneReport {
  const report = rawObject(raw);
  return { removed: rawTexts(report.ContainersDeleted), reclaimedBytes: rawNumber(report.SpaceReclaimed) };
}

function addressesOf(networks: Raw): Readonly<Record<string, string>> {
  const addresses = Object.entries(networks).map(([name, endpoint]): [string, string] => {
    const { IPAddress: v4, GlobalIPv6Address: v6 } = rawObject(endpoint);
    return [name, rawText(v4) || rawText(v6)];
  });
  return Object.fromEntries(addresses.filter(([, address]) => address !== ''));
}

/** A container that others link to has their names too, as `/other/alias`. */
function containerName(raw: Raw): string {
  const names = rawTexts(raw.Names).map((name) => name.replace(/^\//, ''));
  return names.find((name) => !name.includes('/')) ?? names[0] ?? '';
}

/** Podman has more states than Docker. */
function containerState(state: string): ContainerState {
  switch (state.toLowerCase()) {
    case 'running':
    case 'stopping':
      return 'running';
    case 'created':
    case 'configured':
    case 'initialized':
      return 'created';
    case 'paused':
      return 'paused';
    case 'restarting':
      return 'restarting';
    case 'removing':
      return 'removing';
    case 'dead':
      return 'dead';
    default:
      return 'exited';
  }
}

/** Only engines since 28 have a field for it; the others write it behind the status: `Up 3 minutes (healthy)`. */
function healthOf(raw: Raw, status: string): ContainerSummary['health'] {
  const text =
    rawText(rawObject(raw.Health).Status) || /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(status)?.[1];
  return text === 'starting' || text === 'healthy' || text === 'unhealthy' ? text : undefined;
}

/** Docker: `Exited (137) 3 seconds ago`. Podman has a field. */
function exitCodeOf(raw: Raw, status: string): number | undefined {
  const written = /^Exited \((-?\d+)\)/.exec(status)?.[1];
  if (written !== undefined) return Number(written);
  return typeof raw.ExitCode === 'number' ? raw.ExitCode : undefined;
}

/** Engines name them in another order after each event. */
function comparePorts(a: PublishedPort, b: PublishedPort): number {
  return (
    a.containerPort - b.containerPort ||
    a.protocol.localeCompare(b.protocol) ||
    (a.hostPort ?? 0) - (b.hostPort ?? 0) ||
    (a.hostIp ?? '').localeCompare(b.hostIp ?? '')
  );
}

function publishedPort(raw: Raw): PublishedPort {
  const hostPort = rawNumber(raw.PublicPort);
  return {
    containerPort: rawNumber(raw.PrivatePort),
    protocol: rawText(raw.Type) || 'tcp',
    hostIp: rawText(raw.IP) || undefined,
    hostPort: hostPort === 0 ? undefined : hostPort,
  };
}
