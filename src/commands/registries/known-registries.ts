import { hubHost, registryName } from '../../registry/address';
import { readRepository } from '../../registry/remote-reference';
import { offer } from '../offer';
import type { Services } from '../services';
import { askAddress, pickRegistry } from './pick-registry';
import { hostTarget, repositoryTarget } from './registry-targets';

type BookServices = Pick<Services, 'ui' | 'registries' | 'run'>;

/** Remembers a registry; nothing is sent to it. */
export async function addRegistry(services: BookServices): Promise<void> {
  const host = await askAddress(services, 'Add registry');
  if (host === undefined) return;
  const { book } = await services.registries();
  await book.add(host);
  offer(services, services.ui.info(`Added ${registryName(host)} to the registries.`, 'Log in…'), {
    'Log in…': ['layerwright.logInToRegistry', host],
  });
}

/** Forgets a registry and the repositories named of it. Credentials are another matter, and said to be there. */
export async function removeRegistry(services: BookServices, args: readonly unknown[]): Promise<void> {
  const { ui } = services;
  const host = hostTarget(args) ?? (await pickRegistry(services, { title: 'Remove registry', others: false }));
  if (host === undefined) return;
  const { book, credentials } = await services.registries();
  const name = registryName(host);
  const known = (await book.list()).find((registry) => registry.host === host);
  await book.remove(host);
  const logOut = { 'Log out': ['layerwright.logOutOfRegistry', host] } as const;
  if (host === hubHost)
    void ui.info('Docker Hub stays in the list: images without a registry in their name come from it.');
  else if (known?.configured)
    offer(
      services,
      ui.info(
        `${name} stays in the list because the Docker config names it. Logging out takes it out of there.`,
        'Log out',
      ),
      logOut,
    );
  else if (credentials.keeps(host))
    offer(services, ui.info(`Removed ${name} from the list. Its credentials are still stored.`, 'Log out'), logOut);
  else ui.statusMessage(`Removed ${name} from the list.`);
}

/** Remembers a repository of a registry, for those that list none. */
export async function addRepository(services: BookServices, args: readonly unknown[]): Promise<void> {
  const host = hostTarget(args) ?? (await pickRegistry(services, { title: 'Add repository' }));
  if (host === undefined) return;
  const entered = await services.ui.input({
    title: `Add repository of ${registryName(host)}`,
    prompt: 'Name of the repository, without a tag',
    placeholder: host === hubHost ? 'nginx or account/name' : 'team/app',
    validate: (value) => {
      const read = readRepository(host, value);
      return value.trim() !== '' && 'problem' in read ? read.problem : undefined;
    },
  });
  const read = readRepository(host, entered ?? '');
  if (!('name' in read)) return;
  const { book } = await services.registries();
  await book.addRepository(host, read.name);
}

export async function removeRepository(services: BookServices, args: readonly unknown[]): Promise<void> {
  const { ui } = services;
  const { book } = await services.registries();
  const named = async () =>
    (await book.list()).flatMap(({ host, repositories }) =>
      repositories.map((repository) => ({
        label: repository,
        description: registryName(host),
        value: { host, repository },
      })),
    );
  const empty = 'No repository was added.';
  const chosen =
    repositoryTarget(args) ?? (await ui.pick(named(), { title: 'Remove repository from the list', empty }));
  if (!chosen) return;
  await book.removeRepository(chosen.host, chosen.repository);
  ui.statusMessage(`Removed ${chosen.repository} from the list. The registry still has it.`);
}
