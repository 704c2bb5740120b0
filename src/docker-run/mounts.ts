import { readBytes, readFields, splitAt } from './values';

/** A word of `--volume`, taken apart. */
export interface Bind {
  /** A path on the engine's machine, or the name of a volume; undefined: a volume without a name. */
  readonly source: string | undefined;
  readonly target: string;
  readonly mode: string | undefined;
}

/** `data:/var/lib/data:ro`, `C:\src:/src`, `/cache`; undefined when it has no target, or more parts than three. */
export function readBind(text: string): Bind | undefined {
  const parts = splitBind(text.trim());
  const [first = '', second, mode] = parts;
  if (parts.length > 3 || parts.includes('')) return undefined;
  if (second === undefined)
    return isAbsolute(first) ? { source: undefined, target: first, mode: undefined } : undefined;
  return isAbsolute(second) ? { source: first, target: second, mode } : undefined;
}

/** At colons, but for the one behind the letter of a drive: a volume has a longer name. */
function splitBind(text: string): readonly string[] {
  const parts: string[] = [];
  for (const part of text.split(':')) {
    const drive = parts.at(-1);
    if (drive !== undefined && /^[A-Za-z]$/.test(drive) && /^[\\/]/.test(part))
      parts[parts.length - 1] = `${drive}:${part}`;
    else parts.push(part);
  }
  return parts;
}

export function printBind({ source, target, mode }: Bind): string {
  return [source, target, mode].filter((part) => part !== undefined).join(':');
}

/** A source that is a path, not the name of a volume. */
export function isHostPath(source: string): boolean {
  return /^(?:[/\\.~]|[A-Za-z]:[\\/])/.test(source);
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[\\/])/.test(path);
}

/** A word of `--mount`, taken apart. */
export interface Mount {
  readonly type: string;
  readonly source: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
  readonly consistency: string | undefined;
  readonly bind: Readonly<Record<string, string | boolean>>;
  readonly volume: {
    readonly noCopy?: boolean;
    readonly subpath?: string;
    readonly driver?: string;
    readonly labels: readonly string[];
    readonly options: readonly string[];
  };
  readonly tmpfs: { readonly bytes?: number; readonly mode?: number };
  readonly imageSubpath: string | undefined;
}

/** Why a text is no mount is a sentence. */
export function readMount(text: string): Mount | string {
  const fields = readFields(text);
  if (!fields) return `"${text}" has a quote that is not closed.`;
  const last = new Map(fields);
  const values = (name: string) =>
    fields.flatMap(([found, value]) => (found === name && value !== undefined ? [value] : []));
  const isOn = (...names: readonly string[]) =>
    names.some((name) => last.has(name) && !/^(?:false|0)$/i.test(last.get(name) ?? ''));
  const unknown = fields.find(([name]) => !mountFields.has(name));
  if (unknown) return `"${unknown[0]}" is no field of a mount.`;
  const type = last.get('type') ?? 'volume';
  if (!mountTypes.has(type)) return `"${type}" is no type of mount: bind, volume, tmpfs, image, npipe or cluster.`;
  const target = last.get('target') ?? last.get('destination') ?? last.get('dst') ?? '';
  if (target === '') return 'A mount needs target=… with the path in the container.';
  const source = last.get('source') ?? last.get('src');
  if (type === 'bind' && (source === undefined || source === '')) return 'A bind mount needs source=… with a path.';
  const size = last.get('tmpfs-size');
  const bytes = size === undefined ? undefined : readBytes(size);
  if (size !== undefined && bytes === undefined) return `"${size}" is no size for tmpfs-size, such as 64m.`;
  const mode = last.get('tmpfs-mode');
  if (mode !== undefined && !/^[0-7]{1,5}$/.test(mode)) return `"${mode}" is no mode for tmpfs-mode, such as 1777.`;
  const recursion = last.get('bind-recursive');
  const subpath = last.get('volume-subpath');
  const driver = last.get('volume-driver');
  return {
    type,
    source,
    target,
    readOnly: isOn('readonly', 'ro'),
    consistency: last.get('consistency'),
    bind: {
      ...(last.get('bind-propagation') === undefined ? {} : { Propagation: last.get('bind-propagation') ?? '' }),
      ...(isOn('bind-nonrecursive') || recursion === 'disabled' ? { NonRecursive: true } : {}),
      ...(recursion === 'writable' ? { ReadOnlyNonRecursive: true } : {}),
      ...(recursion === 'readonly' ? { ReadOnlyForceRecursive: true } : {}),
      ...(isOn('bind-create-src') ? { CreateMountpoint: true } : {}),
    },
    volume: {
      ...(isOn('volume-nocopy') ? { noCopy: true } : {}),
      ...(subpath === undefined ? {} : { subpath }),
      ...(driver === undefined ? {} : { driver }),
      labels: values('volume-label'),
      options: values('volume-opt'),
    },
    tmpfs: {
      ...(bytes === undefined ? {} : { bytes }),
      ...(mode === undefined ? {} : { mode: Number.parseInt(mode, 8) }),
    },
    imageSubpath: last.get('image-subpath'),
  };
}

const mountTypes = new Set(['bind', 'volume', 'tmpfs', 'image', 'npipe', 'cluster']);

const mountFields = new Set([
  ...['type', 'source', 'src', 'target', 'destination', 'dst', 'readonly', 'ro', 'consistency'],
  ...['bind-propagation', 'bind-nonrecursive', 'bind-recursive', 'bind-create-src'],
  ...['volume-nocopy', 'volume-subpath', 'volume-driver', 'volume-label', 'volume-opt'],
  ...['tmpfs-size', 'tmpfs-mode', 'image-subpath'],
]);

export interface NetworkChoice {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly ip: string | undefined;
  readonly ip6: string | undefined;
  readonly macAddress: string | undefined;
  readonly linkLocalIps: readonly string[];
  readonly driverOptions: readonly string[];
  readonly gatewayPriority: number | undefined;
}

/** `back`, or in its long form `name=back,alias=db,ip=172.20.0.9`. Why a text is neither is a sentence. */
export function readNetwork(text: string): NetworkChoice | string {
  const none = {
    aliases: [],
    ip: undefined,
    ip6: undefined,
    macAddress: undefined,
    linkLocalIps: [],
    driverOptions: [],
    gatewayPriority: undefined,
  };
  const trimmed = text.trim();
  if (!trimmed.includes('=')) {
    if (trimmed === '' || /\s/.test(trimmed)) return 'A network needs a name.';
    return { ...none, name: trimmed };
  }
  const fields = readFields(trimmed);
  if (!fields) return `"${text}" has a quote that is not closed.`;
  const values = (name: string) =>
    fields.flatMap(([found, value]) => (found === name && value !== undefined ? [value] : []));
  const unknown = fields.find(([name]) => !networkFields.has(name));
  if (unknown) return `"${unknown[0]}" is no field of a network.`;
  const [name] = values('name');
  if (name === undefined || name === '') return 'A network in the long form needs name=….';
  const priority = values('gw-priority').at(-1);
  return {
    name,
    aliases: values('alias'),
    ip: values('ip').at(-1),
    ip6: values('ip6').at(-1),
    macAddress: values('mac-address').at(-1),
    linkLocalIps: values('link-local-ip'),
    driverOptions: values('driver-opt'),
    gatewayPriority: priority === undefined ? undefined : Number(priority),
  };
}

const networkFields = new Set([
  'name',
  'alias',
  'ip',
  'ip6',
  'mac-address',
  'link-local-ip',
  'driver-opt',
  'gw-priority',
]);

/** `/run:size=64m` as a path and its options. */
export function readTmpfs(text: string): readonly [path: string, options: string] | undefined {
  const [path, options = ''] = splitAt(text.trim(), ':');
  return path.startsWith('/') ? [path, options] : undefined;
}

export interface Device {
  readonly host: string;
  readonly container: string;
  readonly permissions: string;
}

/** `/dev/snd`, `/dev/sda:/dev/xvda:r`; undefined when it is neither that nor a name such as `vendor.com/gpu=all`. */
export function readDevice(text: string): Device | { readonly cdi: string } | undefined {
  if (/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*=[\w.:-]+$/.test(text)) return { cdi: text };
  const [host = '', second, third] = text.split(':');
  if (!host.startsWith('/') || text.split(':').length > 3) return undefined;
  const isMode = (part: string | undefined) => part !== undefined && /^[rwm]{1,3}$/.test(part);
  if (third === undefined && isMode(second)) return { host, container: host, permissions: second ?? 'rwm' };
  if (third !== undefined && !isMode(third)) return undefined;
  return { host, container: second ?? host, permissions: third ?? 'rwm' };
}
