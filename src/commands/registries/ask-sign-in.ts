import type { Credentials } from '../../registry/credential-store';
import type { Services } from '../services';

export interface SignIn {
  /** As the person calls it. */
  readonly registry: string;
  /** Of the attempt before, or of what is stored. */
  readonly username: string | undefined;
  /** Why it is asked again, as a sentence. */
  readonly problem?: string;
}

/** Asks for an account and its password; undefined when the person gave up. Neither is kept here. */
export async function askSignIn(
  { ui }: Pick<Services, 'ui'>,
  { registry, username: proposed, problem }: SignIn,
): Promise<Credentials | undefined> {
  const title = `Log in to ${registry}`;
  const before = problem === undefined ? '' : `${problem} `;
  const username = await ui.input({
    title,
    prompt: `${before}User name`,
    ...(proposed === undefined ? {} : { value: proposed }),
    validate: (value) => (value.trim() === '' ? 'A user name is needed.' : undefined),
  });
  if (username === undefined) return undefined;
  const password = await ui.input({ title, prompt: `Password or access token of ${username.trim()}`, password: true });
  if (password === undefined || password === '') return undefined;
  return { username: username.trim(), password };
}
