import type { CreateNetwork } from '../../engine/networks';
import { askOptions, type Option, pairsOption } from '../option-menu';
import type { Services } from '../services';
import { checkAddress, checkSubnet } from './addresses';

type Asking = Pick<Services, 'engine' | 'ui'>;

/** Asks for a name, then shows what may be decided besides. Returns the id the network got. */
export async function createNetwork(services: Asking): Promise<string | undefined> {
  const { ui } = services;
  const name = await ui.input({
    title: 'Create network: name',
    placeholder: 'backend',
    validate: checkNetworkName,
  });
  if (name === undefined) return undefined;
  const options = await askOptions<CreateNetwork>(services, {
    title: 'Create network',
    action: (draft) => `Create the network ${draft.name}`,
    draft: { name: name.trim() },
    options: [
      driverOption(services),
      subnetOption(services),
      flagOption('Internal', 'lock', 'internal', 'yes: its containers reach each other and nothing else'),
      flagOption('Attachable', 'link', 'attachable', 'yes: containers can be connected by hand in a swarm'),
      flagOption('IPv6', 'globe', 'ipv6', 'yes'),
      pairsOption<CreateNetwork>(services, {
        label: 'Driver options',
        prompt: 'As in --opt: com.docker.network.bridge.name=lan0 parent=eth0',
        get: (draft) => draft.options,
        set: (draft, pairs) => ({ ...draft, options: pairs }),
      }),
      pairsOption<CreateNetwork>(services, {
        label: 'Labels',
        prompt: 'As in --label: team=web keep',
        get: (draft) => draft.labels,
        set: (draft, pairs) => ({ ...draft, labels: pairs }),
      }),
    ],
  });
  if (!options) return undefined;
  const { networks } = await services.engine();
  const { id, warning } = await networks.create(options);
  if (warning === undefined) ui.statusMessage(`Created the network ${options.name}.`);
  else void ui.warn(`Created the network ${options.name}. ${warning}`);
  return id;
}

const drivers = [
  ['bridge', 'A network of its own on the engine, with names for its containers.'],
  ['macvlan', 'Each container gets a MAC address of its own in the network of the machine.'],
  ['ipvlan', 'Containers share the MAC address of the machine and have addresses of their own.'],
  ['overlay', 'Spans the machines of a swarm.'],
] as const;

function driverOption({ ui }: Asking): Option<CreateNetwork> {
  return {
    label: 'Driver',
    icon: 'plug',
    describe: ({ driver }) => driver ?? 'bridge',
    async edit(draft) {
      const other = 'Another driver…';
      const items = [...drivers, [other, 'A plugin that is installed at the engine.'] as const].map(
        ([label, detail]) => ({ label, detail, value: label, picked: label === (draft.driver ?? 'bridge') }),
      );
      const chosen = await ui.pick<string>(items, { title: 'Create network: driver' });
      const driver = chosen === other ? await ui.input({ title: 'Create network: driver' }) : chosen;
      return driver?.trim() ? { ...draft, driver: driver.trim() } : undefined;
    },
  };
}

/** The gateway belongs to it, so it is asked for at once. */
function subnetOption({ ui }: Asking): Option<CreateNetwork> {
  return {
    label: 'Subnet',
    icon: 'symbol-ruler',
    describe: ({ subnet, gateway }) =>
      subnet === undefined
        ? 'chosen by the engine'
        : [subnet, gateway && `gateway ${gateway}`].filter(Boolean).join(', '),
    async edit({ subnet: oldSubnet = '', gateway: oldGateway = '', ...draft }) {
      const subnet = await ui.input({
        title: 'Create network: subnet',
        prompt: 'Left empty, the engine chooses one.',
        placeholder: '10.5.0.0/16',
        value: oldSubnet,
        validate: checkSubnet,
      });
      if (subnet === undefined) return undefined;
      if (subnet.trim() === '') return draft;
      const gateway = await ui.input({
        title: 'Create network: gateway',
        prompt: 'Left empty, the engine takes the first address.',
        value: oldGateway,
        validate: (text) => checkAddress(text, [subnet.trim()]),
      });
      return { ...draft, subnet: subnet.trim(), ...(gateway?.trim() ? { gateway: gateway.trim() } : {}) };
    },
  };
}

/** Choosing it turns it over. */
function flagOption(
  label: string,
  icon: string,
  key: 'internal' | 'attachable' | 'ipv6',
  on: string,
): Option<CreateNetwork> {
  return {
    label,
    icon,
    describe: (draft) => (draft[key] ? on : 'no'),
    edit: async (draft) => ({ ...draft, [key]: !draft[key] }),
  };
}

function checkNetworkName(text: string): string | undefined {
  const name = text.trim();
  if (name === '') return 'A network needs a name.';
  if (/^[a-zA-Z0-9][a-zA-Z0-9_. -]*$/.test(name)) return undefined;
  return 'A network name begins with a letter or digit, and may hold _, . and - after that.';
}
