/** One word of `docker run -p`, taken apart. Ranges are in order. */
export interface PortMapping {
  readonly hostIp: string | undefined;
  /** Undefined: the engine chooses. */
  readonly host: readonly [first: number, last: number] | undefined;
  readonly container: readonly [first: number, last: number];
  readonly protocol: string;
}

const shape =
  /^(?:(\[[0-9a-fA-F:]+\]|\d{1,3}(?:\.\d{1,3}){3}):)?(?:(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/(tcp|udp|sctp))?$/i;

/** Words as they are typed, separated by spaces or commas. */
export function splitPorts(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** What is wrong, as a sentence; undefined when nothing is. */
export function validatePorts(text: string): string | undefined {
  for (const word of splitPorts(text)) {
    const mapping = parsePort(word);
    if (!mapping) return `"${word}" is not a port mapping: expected host:container, such as 8080:80.`;
    const { host, container } = mapping;
    for (const range of [host, container]) {
      // Host port 0 leaves the choice to the engine.
      if (range && ((range[0] < 1 && (range === container || range[1] > 0)) || range[1] > 65_535))
        return `"${word}": ports go from 1 to 65535.`;
      if (range && range[0] > range[1]) return `"${word}": the range ends before it begins.`;
    }
    const hosts = host && host[1] - host[0];
    const containers = container[1] - container[0];
    if (hosts !== undefined && hosts !== containers && containers !== 0)
      return `"${word}": both ranges need the same length.`;
  }
  return undefined;
}

export function parsePort(word: string): PortMapping | undefined {
  const [, ip, host, container, protocol = 'tcp'] = shape.exec(word) ?? [];
  if (container === undefined) return undefined;
  return {
    hostIp: ip?.replace(/^\[|\]$/g, ''),
    host: host === undefined ? undefined : range(host),
    container: range(container),
    protocol: protocol.toLowerCase(),
  };
}

/** Fixed host ports of the mappings, with the address they are bound to. */
export function hostPorts(
  words: readonly string[],
): readonly { readonly ip: string | undefined; readonly port: number; readonly protocol: string }[] {
  return words.flatMap((word) => {
    const mapping = parsePort(word);
    // A range for a single port leaves the choice to the engine.
    if (
      !mapping?.host ||
      mapping.host[0] === 0 ||
      (mapping.host[0] !== mapping.host[1] && mapping.container[0] === mapping.container[1])
    )
      return [];
    const [first, last] = mapping.host;
    return Array.from({ length: last - first + 1 }, (_, offset) => ({
      ip: mapping.hostIp,
      port: first + offset,
      protocol: mapping.protocol,
    }));
  });
}

/** Ports above 1023 stand for themselves; the others get a thousand that reminds of them: `8080` for 80. */
export async function proposePorts(
  exposed: readonly string[],
  isFree: (port: number) => Promise<boolean>,
): Promise<readonly string[]> {
  const taken = new Set<number>();
  const words: string[] = [];
  for (const text of [...exposed].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))) {
    const [port = 0, protocol] = [Number.parseInt(text, 10), text.split('/')[1] ?? 'tcp'];
    if (!(port > 0)) continue;
    let host = port > 1023 ? port : port === 80 ? 8080 : port === 443 ? 8443 : 8000 + port;
    for (let tries = 0; tries < 50 && (taken.has(host) || !(await isFree(host))); tries++) host += 1;
    taken.add(host);
    words.push(`${host}:${port}${protocol === 'tcp' ? '' : `/${protocol}`}`);
  }
  return words;
}

function range(text: string): readonly [number, number] {
  const [first = 0, last = first] = text.split('-').map(Number);
  return [first, last];
}
