import type { RegistryAuth } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { registryHost } from '../../engine/references';
import { credentialKey, hostOfKey, registryName } from '../../registry/address';
import type { Credentials } from '../../registry/credential-store';
import { reasonOf } from '../batch';
import type { Services } from '../services';
import { askSignIn } from './ask-sign-in';
import { keepCredentials } from './log-in';

type CredentialServices = Pick<Services, 'ui' | 'log' | 'registries'>;

/**
 * Calls with the person's credentials for the registry of a reference. When the registry refuses, asks for others until they
 * are right or the person gives up; they are kept only when that was wanted, and never logged.
 */
export async function withCredentials(
  services: CredentialServices,
  { reference, signal }: { readonly reference: string; readonly signal: AbortSignal },
  call: (auth: RegistryAuth | undefined) => Promise<void>,
): Promise<void> {
  const host = hostOfKey(registryHost(reference));
  const { credentials } = await services.registries();
  const stored = await credentials.get(host, signal);
  try {
    return await call(stored);
  } catch (error) {
    if (!isEngineError(error, 'unauthorised') || signal.aborted) throw error;
    return callAsking(services, { host, refusal: error, stored, signal }, call);
  }
}

interface Question {
  readonly host: string;
  readonly refusal: EngineError;
  /** What was refused; undefined when there was nothing to send. */
  readonly stored: RegistryAuth | undefined;
  readonly signal: AbortSignal;
}

const logIn = 'Log in…';
const once = 'Use once…';
const choice =
  '"Log in" keeps the account where the Docker config says, or in the secret storage of VS Code. "Use once" keeps nothing.';

async function callAsking(
  services: CredentialServices,
  { host, refusal, stored, signal }: Question,
  call: (auth: RegistryAuth) => Promise<void>,
): Promise<void> {
  const registry = registryName(host);
  const whose = stored?.username === undefined ? 'the stored account' : `the stored account ${stored.username}`;
  let { message } = refusal;
  let detail = stored
    ? `${registry} was asked with ${whose}. ${choice}`
    : `There are no credentials for ${registry}. ${choice}`;
  let username = stored?.username;
  for (;;) {
    const chosen = await services.ui.choose({ message, detail, actions: [logIn, once] });
    const given = chosen === undefined ? undefined : await askSignIn(services, { registry, username });
    if (!given) throw new EngineError('cancelled', 'The sign-in was cancelled.');
    try {
      await call({ serverAddress: credentialKey(host), ...given });
      if (chosen === logIn) await keep(services, host, given);
      return;
    } catch (error) {
      if (!isEngineError(error, 'unauthorised') || signal.aborted) throw error;
      message = `${registry} did not accept the credentials of ${given.username}.`;
      // In the registry's own words: the account may be right, but not allowed to.
      detail = `${error.message} ${choice}`;
      username = given.username;
    }
  }
}

/** What was asked for has been done by now: a store that refuses is no failure of it. */
async function keep(services: CredentialServices, host: string, given: Credentials): Promise<void> {
  try {
    await keepCredentials(services, host, given);
  } catch (error) {
    services.log.error('The credentials could not be stored', error);
    void services.ui.warn(`The account was accepted, but it could not be stored. ${reasonOf(error)}`);
  }
}
