import type { CreateContainer } from '../engine';
import { EngineError } from '../errors';

/** The body of `POST /containers/create`. Throws EngineError `invalid` for a port or volume that `docker run` would refuse. */
export function createBody(options: CreateContainer): Record<string, unknown> {
  const ports = (options.ports ?? []).flatMap(parsePort);
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { key, hostIp, hostPort } of ports) {
    bindings[key] ??= [];
    bindings[key].push({ HostIp: hostIp, HostPort: hostPort });
  }
  const binds = (options.binds ?? []).map((bind) => bind.trim());
  if (binds.includes(''))
    throw new EngineError('invalid', 'A volume is empty: expected source:target, as in data:/var/lib/data.');
  const openStdin = options.openStdin ?? false;
  return {
    Image: options.image,
    Cmd: options.command,
    Entrypoint: options.entrypoint,
    Env: options.env,
    User: options.user,
    WorkingDir: options.workdir,
    Labels: options.labels,
    Tty: options.tty ?? false,
    OpenStdin: openStdin,
    // The end of input reaches the process only then, as with `docker run -i`.
    StdinOnce: openStdin,
    AttachStdin: openStdin,
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((key) => [key, {}])),
    Volumes: Object.fromEntries(binds.filter(isAnonymous).map((path) => [path, {}])),
    HostConfig: {
      PortBindings: bindings,
      Binds: binds.filter((bind) => !isAnonymous(bind)),
      NetworkMode: options.network,
      AutoRemove: options.autoRemove ?? false,
    },
  };
}

/** `/data` or `C:\data`: a volume without a source. */
function isAnonymous(bind: string): boolean {
  return !bind.replace(/^[A-Za-z]:[\\/]/, '').includes(':');
}

interface Port {
  /** `80/tcp` */
  readonly key: string;
  readonly hostIp: string;
  readonly hostPort: string;
}

/** `[[ip:][hostPort]:]containerPort[/protocol]`; ports may be ranges of equal length. */
function parsePort(text: string): readonly Port[] {
  const match = /^(?:(?:(\[[0-9a-fA-F:.]+\]|[\d.]+):)?(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/(tcp|udp|sctp))?$/i.exec(
    text.trim(),
  );
  const refuse = (why: string) => new EngineError('invalid', `"${text}" cannot be published: ${why}.`);
  if (!match) throw refuse('expected a port as in 8080:80, 127.0.0.1:8080:80 or 80/udp');
  const [, ip = '', host, container = '', protocol = 'tcp'] = match;
  const inside = range(container);
  const outside = host === undefined ? undefined : range(host);
  if (!inside || (host !== undefined && !outside)) throw refuse('ports are numbers from 1 to 65535');
  // A range of host ports for one port in the container lets the engine choose.
  if (outside && inside.length > 1 && outside.length !== inside.length) throw refuse('the two ranges differ in length');
  const choose = inside.length === 1 && outside && outside.length > 1;
  return inside.map((port, index) => ({
    key: `${port}/${protocol.toLowerCase()}`,
    hostIp: ip.replace(/^\[|\]$/g, ''),
    hostPort: choose ? (host ?? '') : String(outside?.[index] ?? ''),
  }));
}

/** The ports of `80` or `80-90`; undefined when one is out of bounds. Host port 0 means that the engine chooses. */
function range(text: string): readonly number[] | undefined {
  const [first = 0, last = first] = text.split('-').map(Number);
  if (last < first || last > 65535) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
