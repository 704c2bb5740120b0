import type { RegistryAuth } from '../../engine/engine';
import { EngineError, isEngineError } from '../../engine/errors';
import { hubKey, registryHost } from '../../engine/references';
import { credentialSource } from '../machine';
import type { Services } from '../services';

/**
 * Calls with the credentials the Docker config has for the registry of a reference. When there are none and the registry
 * refuses, asks for them until they are right or the person gives up; they are neither stored nor logged.
 */
export async function withCredentials(
  services: Pick<Services, 'ui' | 'workspace'>,
  { reference, signal }: { readonly reference: string; readonly signal: AbortSignal },
  call: (auth: RegistryAuth | undefined) => Promise<void>,
): Promise<void> {
  const { credentialsFor } = await import('../../engine/credentials');
  const stored = await credentialsFor(reference, await credentialSource(services, signal));
  try {
    return await call(stored);
  } catch (error) {
    if (stored || !isEngineError(error, 'unauthorised') || signal.aborted) throw error;
    return callAsking(services, { serverAddress: registryHost(reference), refusal: error, signal }, call);
  }
}

interface Question {
  readonly serverAddress: string;
  readonly refusal: EngineError;
  readonly signal: AbortSignal;
}

async function callAsking(
  services: Pick<Services, 'ui'>,
  { serverAddress, refusal, signal }: Question,
  call: (auth: RegistryAuth) => Promise<void>,
): Promise<void> {
  const registry = serverAddress === hubKey ? 'Docker Hub' : serverAddress;
  const once = 'What you enter is used once and not stored; "docker login" stores it.';
  let message = refusal.message;
  let detail = `The Docker config has no credentials for ${registry}. ${once}`;
  let username: string | undefined;
  for (;;) {
    const given = await ask(services, { serverAddress, registry, message, detail, username });
    try {
      return await call(given);
    } catch (error) {
      if (!isEngineError(error, 'unauthorised') || signal.aborted) throw error;
      message = `${registry} did not accept the credentials of ${given.username}.`;
      // In the registry's own words: the account may be right, but not allowed to.
      detail = `${error.message} ${once}`;
      username = given.username;
    }
  }
}

interface SignIn {
  readonly serverAddress: string;
  /** As the person calls it. */
  readonly registry: string;
  readonly message: string;
  readonly detail: string;
  /** Of the attempt before. */
  readonly username: string | undefined;
}

async function ask(
  { ui }: Pick<Services, 'ui'>,
  { serverAddress, registry, message, detail, username: proposed }: SignIn,
): Promise<RegistryAuth & { readonly username: string }> {
  const signIn = 'Sign in…';
  const chosen = await ui.choose({
    message,
    detail,
    actions: [signIn],
  });
  if (chosen === undefined) throw gaveUp();
  const title = `Sign in to ${registry}`;
  const username = await ui.input({
    title,
    prompt: 'User name',
    ...(proposed === undefined ? {} : { value: proposed }),
    validate: (value) => (value.trim() === '' ? 'A user name is needed.' : undefined),
  });
  if (username === undefined) throw gaveUp();
  const password = await ui.input({ title, prompt: `Password or access token of ${username.trim()}`, password: true });
  if (password === undefined) throw gaveUp();
  return { serverAddress, username: username.trim(), password };
}

function gaveUp(): EngineError {
  return new EngineError('cancelled', 'The sign-in was cancelled.');
}
