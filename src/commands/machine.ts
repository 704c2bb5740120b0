import type { CredentialOptions } from '../engine/credentials';
import type { Services } from './services';

/** Where the person's registry credentials come from; loads the code for it on first use. */
export async function credentialSource(
  { workspace }: Pick<Services, 'workspace'>,
  signal: AbortSignal,
): Promise<CredentialOptions> {
  const { thisMachine } = await import('../engine/this-machine');
  return { ...thisMachine(), env: workspace.env, signal };
}
