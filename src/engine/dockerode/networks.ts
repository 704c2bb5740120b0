import type { CreateNetwork, NetworkSummary, Networks } from '../networks';
import type { Api } from './api';
import { containerPath, networkPath } from './ids';
import { type Raw, rawList, rawObject, rawRecord, rawText, rawTime } from './raw';

export function createNetworks(api: Api): Networks {
  return {
    async list({ signal } = {}) {
      return rawList(await api.json({ path: '/networks', signal, quick: true })).map(networkSummary);
    },
    async inspect(network, signal) {
      const raw = rawObject(await api.json({ path: networkPath(network), signal, quick: true }));
      return { ...networkSummary(raw), raw };
    },
    async create(options, signal) {
      networkPath(options.name);
      const body = createBody(options);
      const raw = rawObject(await api.json({ method: 'POST', path: '/networks/create', body, signal, long: true }));
      return { id: rawText(raw.Id), warning: rawText(raw.Warning) || undefined };
    },
    async remove(network) {
      await api.json({ method: 'DELETE', path: networkPath(network), long: true });
    },
    async connect(network, container, { aliases, address } = {}) {
      containerPath(container);
      const body = {
        Container: container,
        EndpointConfig: {
          ...(aliases && aliases.length > 0 ? { Aliases: aliases } : {}),
          ...(address === undefined ? {} : { IPAMConfig: addressConfig(address) }),
        },
      };
      await api.done({ method: 'POST', path: `${networkPath(network)}/connect`, body, long: true });
    },
    async disconnect(network, container, { force = false } = {}) {
      containerPath(container);
      const body = { Container: container, Force: force };
      await api.done({ method: 'POST', path: `${networkPath(network)}/disconnect`, body, long: true });
    },
  };
}

function addressConfig(address: string): object {
  return address.includes(':') ? { IPv6Address: address } : { IPv4Address: address };
}

function createBody({
  name,
  driver = 'bridge',
  subnet,
  gateway,
  internal = false,
  attachable = false,
  ipv6 = false,
  options = {},
  labels = {},
}: CreateNetwork): object {
  const config = { ...(subnet ? { Subnet: subnet } : {}), ...(gateway ? { Gateway: gateway } : {}) };
  return {
    Name: name,
    // Engines before 25 would make a second one of the same name.
    CheckDuplicate: true,
    Driver: driver,
    Internal: internal,
    Attachable: attachable,
    EnableIPv6: ipv6,
    ...(Object.keys(config).length > 0 ? { IPAM: { Driver: 'default', Config: [config] } } : {}),
    Options: options,
    Labels: labels,
  };
}

const predefined = ['bridge', 'host', 'none', 'nat', 'default', 'podman'];

function networkSummary(raw: Raw): NetworkSummary {
  const name = rawText(raw.Name);
  return {
    id: rawText(raw.Id),
    name,
    driver: rawText(raw.Driver),
    scope: rawText(raw.Scope),
    internal: raw.Internal === true,
    attachable: raw.Attachable === true,
    ipv6: raw.EnableIPv6 === true,
    subnets: rawList(rawObject(raw.IPAM).Config)
      .map(({ Subnet: subnet, Gateway: gateway }) => ({
        subnet: rawText(subnet),
        gateway: rawText(gateway) || undefined,
      }))
      .filter(({ subnet }) => subnet !== ''),
    created: rawTime(raw.Created),
    labels: rawRecord(raw.Labels),
    options: rawRecord(raw.Options),
    predefined: predefined.includes(name) || raw.Ingress === true,
  };
}
