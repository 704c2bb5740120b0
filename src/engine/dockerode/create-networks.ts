import { type NetworkChoice, readNetwork } from '../../docker-run/mounts';
import { readPairs } from '../../docker-run/values';
import type { CreateContainer } from '../create-container';
import { EngineError } from '../errors';

export interface Endpoint {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The networks in the order they were given. */
function choices({ networks = [] }: CreateContainer): readonly NetworkChoice[] {
  return networks.map((word) => {
    const network = readNetwork(word);
    if (typeof network === 'string') throw new EngineError('invalid', `"${word}" is no network: ${network}`);
    return network;
  });
}

/** What the container is created in; undefined: the engine's default. */
export function networkMode(options: CreateContainer): string | undefined {
  return choices(options)[0]?.name;
}

/** How it is known in the network it is created in; undefined when nothing is said about that. */
export function firstEndpoint(options: CreateContainer): Endpoint | undefined {
  const [network] = choices(options);
  const { networkAliases = [], ip, ip6, linkLocalIps = [], links, macAddress } = options;
  const alone = networkAliases.length + linkLocalIps.length > 0 || ip !== undefined || ip6 !== undefined;
  if (!network) {
    if (alone) throw new EngineError('invalid', 'An address or an alias needs a network it is valid in.');
    return undefined;
  }
  // These are no networks of their own.
  if (/^(?:default|bridge|host|none|nat)$|^container:/.test(network.name) && !alone) return undefined;
  return endpoint({
    ...network,
    aliases: [...network.aliases, ...networkAliases],
    ip: network.ip ?? ip,
    ip6: network.ip6 ?? ip6,
    macAddress: network.macAddress ?? macAddress,
    linkLocalIps: [...network.linkLocalIps, ...linkLocalIps],
    links: links ?? [],
  });
}

/** The networks it joins after it was created: engines before API 1.44 take one only. */
export function furtherEndpoints(options: CreateContainer): readonly Endpoint[] {
  return choices(options)
    .slice(1)
    .map((network) => endpoint({ ...network, links: [] }));
}

function endpoint({ links, ...network }: NetworkChoice & { readonly links: readonly string[] }): Endpoint {
  const { ip, ip6, linkLocalIps } = network;
  const addressed = ip !== undefined || ip6 !== undefined || linkLocalIps.length > 0;
  return {
    name: network.name,
    config: {
      ...(network.aliases.length > 0 ? { Aliases: network.aliases } : {}),
      ...(links.length > 0 ? { Links: links } : {}),
      ...(network.macAddress === undefined ? {} : { MacAddress: network.macAddress }),
      ...(network.driverOptions.length > 0 ? { DriverOpts: readPairs(network.driverOptions) } : {}),
      ...(network.gatewayPriority === undefined ? {} : { GwPriority: network.gatewayPriority }),
      ...(addressed
        ? {
            IPAMConfig: {
              ...(ip === undefined ? {} : { IPv4Address: ip }),
              ...(ip6 === undefined ? {} : { IPv6Address: ip6 }),
              ...(linkLocalIps.length > 0 ? { LinkLocalIPs: linkLocalIps } : {}),
            },
          }
        : {}),
    },
  };
}
