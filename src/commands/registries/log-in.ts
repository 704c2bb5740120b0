import { isEngineError } from '../../engine/errors';
import { registryName } from '../../registry/address';
import type { Credentials } from '../../registry/credential-store';
import type { Services } from '../services';
import { askSignIn } from './ask-sign-in';
import { pickRegistry } from './pick-registry';
import { hostTarget } from './registry-targets';

type LogInServices = Pick<Services, 'ui' | 'registries'>;

/** Asks for an account until the registry accepts it, then keeps it where the Docker config says. */
export async function logInToRegistry(services: LogInServices, args: readonly unknown[]): Promise<void> {
  const { ui } = services;
  const host = hostTarget(args) ?? (await pickRegistry(services, { title: 'Log in to a registry' }));
  if (host === undefined) return;
  const registries = await services.registries();
  const registry = registryName(host);
  // A store that is locked or broken is said when it is written to.
  let username = (await registries.credentials.get(host).catch(() => undefined))?.username;
  let problem: string | undefined;
  for (;;) {
    const given = await askSignIn(services, { registry, username, ...(problem === undefined ? {} : { problem }) });
    if (!given) return;
    try {
      await ui.progress(`Logging in to ${registry}`, (_, signal) => registries.check(host, given, signal));
    } catch (error) {
      if (!isEngineError(error, 'unauthorised')) throw error;
      problem = error.message;
      username = given.username;
      continue;
    }
    const place = await keepCredentials(services, host, given);
    void ui.info(`Logged in to ${registry} as ${given.username}. ${whereSentence(place)}`);
    return;
  }
}

/** Stores what the registry has accepted; says where it is now. */
export async function keepCredentials(
  services: Pick<Services, 'registries'>,
  host: string,
  credentials: Credentials,
): Promise<string> {
  const registries = await services.registries();
  const place = await registries.credentials.store(host, credentials);
  await registries.book.add(host);
  registries.forget({ host });
  return place;
}

/** The docker command reads what its own config leads to, nothing else. */
export function whereSentence(place: string): string {
  const shared = /of Docker$/.test(place);
  return `The credentials are in ${place}${shared ? '' : ', where the docker command does not look'}.`;
}
