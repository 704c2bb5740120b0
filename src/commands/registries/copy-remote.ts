import { validateReference } from '../../engine/references';
import { remoteReference } from '../../registry/remote-reference';
import { inParallel } from '../../shared/in-parallel';
import { listOf } from '../../shared/quantity';
import type { Services } from '../services';
import { type RemoteTarget, remoteTarget, remoteTargets, repositoryTarget } from './registry-targets';

type CopyServices = Pick<Services, 'ui' | 'registries'>;

/** `registry/repository:tag`, one on each line; of a repository without a tag. */
export async function copyRemoteReference(services: CopyServices, args: readonly unknown[]): Promise<void> {
  const tags = remoteTargets(args);
  const repository = repositoryTarget(args);
  if (tags.length === 0 && repository) return copy(services, [remoteReference(repository.host, repository.repository)]);
  const targets = tags.length > 0 ? tags : await askTag(services, 'Copy reference');
  await copy(
    services,
    targets.map(({ reference }) => reference),
  );
}

/** `sha256:…`, one on each line. */
export async function copyRemoteDigest(services: CopyServices, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(services, args, 'Copy digest');
  await copy(services, await digests(services, targets, args));
}

/** `registry/repository:tag@sha256:…`, as a Dockerfile pins an image. */
export async function copyPinnedReference(services: CopyServices, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(services, args, 'Copy reference with digest');
  const found = await digests(services, targets, args);
  await copy(
    services,
    targets.map(({ reference }, index) => (reference.includes('@') ? reference : `${reference}@${found[index]}`)),
  );
}

async function targetsOf(services: CopyServices, args: readonly unknown[], title: string) {
  const given = remoteTargets(args);
  return given.length > 0 ? given : askTag(services, title);
}

/** Of an image's platform its own; of a tag what it stands for now. */
async function digests(
  services: CopyServices,
  targets: readonly RemoteTarget[],
  args: readonly unknown[],
): Promise<readonly string[]> {
  const registries = await services.registries();
  const [row] = args as readonly ({ kind?: string; platform?: { digest?: string } } | undefined)[];
  const own = row?.kind === 'remotePlatform' && targets.length === 1 ? row.platform?.digest : undefined;
  if (own !== undefined) return [own];
  const ask = () =>
    inParallel(targets, 4, async ({ host, repository, tag }) =>
      tag.startsWith('sha256:') ? tag : registries.open(host).digest(repository, tag),
    );
  return targets.length === 0 ? [] : ask();
}

/** Asks for a reference in a registry; empty when the person gave up. */
export async function askTag({ ui }: Pick<Services, 'ui'>, title: string): Promise<readonly RemoteTarget[]> {
  const entered = await ui.input({
    title,
    prompt: 'Reference of the image in its registry',
    placeholder: 'registry.example/team/app:tag',
    validate: (value) => (value.trim() === '' ? undefined : validateReference(value.trim())),
  });
  const target = entered === undefined ? undefined : remoteTarget(entered.trim());
  return target ? [target] : [];
}

async function copy({ ui }: Pick<Services, 'ui'>, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return;
  await ui.copy(texts.join('\n'));
  ui.statusMessage(`Copied ${listOf(texts)}.`);
}
