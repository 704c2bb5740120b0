import type { PickItem } from '../../host/ui';
import { parseRegistryAddress, registryName, serviceName } from '../../registry/address';
import type { KnownRegistry } from '../../registry/registry-book';
import type { Services } from '../services';

/** Asks for a registry: one that is known, or the address of another. Undefined when the person gave up. */
export async function pickRegistry(
  services: Pick<Services, 'ui' | 'registries'>,
  { title, others = true }: { readonly title: string; readonly others?: boolean },
): Promise<string | undefined> {
  const { book } = await services.registries();
  const items = book.list().then((known) => [...known.map(item), ...(others ? [another] : [])]);
  const chosen = await services.ui.pick(items, { title, placeholder: 'Registry' });
  return chosen === '' ? askAddress(services, title) : chosen;
}

const another: PickItem<string> = { label: 'Another registry…', icon: 'add', value: '' };

function item({ host }: KnownRegistry): PickItem<string> {
  const service = serviceName(host);
  return {
    label: registryName(host),
    icon: 'cloud',
    value: host,
    ...(service === undefined ? {} : { description: service }),
  };
}

/** The host of a registry, validated while it is typed. */
export async function askAddress({ ui }: Pick<Services, 'ui'>, title: string): Promise<string | undefined> {
  const entered = await ui.input({
    title,
    prompt: 'Address of the registry: its host, and a port where it has one',
    placeholder: 'registry.example or localhost:5000',
    validate: (value) => {
      const parsed = parseRegistryAddress(value);
      return value.trim() !== '' && 'problem' in parsed ? parsed.problem : undefined;
    },
  });
  const parsed = parseRegistryAddress(entered ?? '');
  return 'host' in parsed ? parsed.host : undefined;
}
