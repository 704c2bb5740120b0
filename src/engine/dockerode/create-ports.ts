import type { CreateContainer } from '../create-container';
import { EngineError } from '../errors';

/** What the container says it listens on: what is published, and what is exposed besides. */
export function exposedPorts({ ports = [], expose = [] }: CreateContainer): Readonly<Record<string, object>> {
  const published = ports.flatMap(parsePort).map(({ key }) => key);
  // Written like a port to publish, less the host.
  const others = expose.flatMap(parsePort).map(({ key }) => key);
  return Object.fromEntries([...published, ...others].map((key) => [key, {}]));
}

export function portBindings({ ports = [] }: CreateContainer): Readonly<Record<string, readonly object[]>> {
  const bindings: Record<string, object[]> = {};
  for (const { key, hostIp, hostPort } of ports.flatMap(parsePort)) {
    bindings[key] ??= [];
    bindings[key].push({ HostIp: hostIp, HostPort: hostPort });
  }
  return bindings;
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
