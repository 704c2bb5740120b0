import { parseReference, validateReference, withTag } from '../../engine/references';
import { hubHost, registryName } from '../../registry/address';
import { remoteReference } from '../../registry/remote-reference';
import { mayMove } from '../images/tag-image';
import type { Services } from '../services';
import type { ImageTarget } from '../targets';
import { pickRegistry } from './pick-registry';

/** Asks for a registry and for the name of an image there, and tags it so; undefined when the person gave up. */
export async function nameForRegistry(
  services: Pick<Services, 'engine' | 'ui' | 'registries'>,
  image: ImageTarget,
): Promise<string | undefined> {
  const { ui } = services;
  const title = `Push ${image.name}`;
  const host = await pickRegistry(services, { title });
  if (host === undefined) return undefined;
  const entered = await ui.input({
    title: `${title} to ${registryName(host)}`,
    prompt: 'Reference of the image there',
    value: await proposal(services, image, host),
    validate: (value) => (value.trim() === '' ? undefined : problemOf(value.trim(), host)),
  });
  const parsed = parseReference(entered?.trim() ?? '');
  if (!parsed) return undefined;
  const reference = withTag(parsed);
  const engine = await services.engine();
  if (reference === image.ref) return reference;
  if (!(await mayMove(engine, ui, image.ref, reference))) return undefined;
  await engine.images.tag(image.ref, reference);
  return reference;
}

/** Services where the first part of a name is an account get the one the person is known by. */
async function proposal(
  { registries }: Pick<Services, 'registries'>,
  image: ImageTarget,
  host: string,
): Promise<string> {
  const parsed = parseReference(image.ref);
  const id = /^sha256:[0-9a-f]{64}$/.test(image.ref);
  const path = (id ? undefined : parsed?.path.replace(/^library\//, '')) ?? 'name';
  const tag = (id ? undefined : parsed?.tag) ?? 'latest';
  if (parsed?.host === host && path.includes('/')) return remoteReference(host, path, tag);
  const byAccount = host === hubHost || host === 'ghcr.io';
  if (!byAccount) return remoteReference(host, path, tag);
  const { credentials } = await registries();
  const account = (await credentials.get(host).catch(() => undefined))?.username?.toLowerCase() ?? 'account';
  return remoteReference(host, `${account}/${path.split('/').at(-1)}`, tag);
}

function problemOf(reference: string, host: string): string | undefined {
  if (reference.includes('@')) return 'A new reference has a tag, not a digest.';
  const problem = validateReference(reference);
  if (problem !== undefined) return problem;
  const parsed = parseReference(reference);
  if (parsed?.host !== host)
    return `This would go to ${registryName(parsed?.host ?? '')}, not to ${registryName(host)}.`;
  if (host === hubHost && parsed.path.startsWith('library/'))
    return 'Docker Hub needs an account in front: account/name:tag.';
  return undefined;
}
