import { EngineError, isEngineError } from '../../engine/errors';
import { registryName } from '../../registry/address';
import type { Registry } from '../../registry/registry';
import { inParallel } from '../../shared/in-parallel';
import { plural } from '../../shared/plural';
import { attemptAll, reportAll } from '../batch';
import { nameLines } from '../name-lines';
import type { Services } from '../services';
import { askTag } from './copy-remote';
import { type RemoteTarget, remoteTargets } from './registry-targets';

type DeleteServices = Pick<Services, 'ui' | 'log' | 'registries'>;

/**
 * Deletes tags in their registry, after a confirmation that names them. Where a registry deletes whole images only, the
 * other tags of the image are named before they go with it.
 */
export async function deleteRemoteTag(services: DeleteServices, args: readonly unknown[]): Promise<void> {
  const given = remoteTargets(args).filter(({ platform }) => platform === undefined);
  const targets = given.length > 0 ? given : await askTag(services, 'Delete tag in a registry');
  const [first] = targets;
  if (!first) return;
  const many = targets.length > 1;
  const sure = await services.ui.confirm({
    message: many
      ? `Delete ${plural(targets.length, 'tag')} in their registry?`
      : `Delete ${first.reference} in its registry?`,
    detail: `${many ? `${nameLines(targets.map(({ reference }) => reference))}\n\n` : ''}Nobody can pull it any more. Images that were pulled stay where they are.`,
    action: many ? `Delete ${plural(targets.length, 'tag')}` : 'Delete tag',
  });
  if (!sure) return;
  const registries = await services.registries();
  const outcome = await attemptAll(targets, 1, async (target) => {
    await services.ui.progress(`Deleting ${target.reference}`, (report, signal) =>
      deleteOne(services, { registry: registries.open(target.host), target, targets, report, signal }),
    );
  }).finally(() => {
    for (const { host, repository } of targets) registries.forget({ host, repository });
  });
  reportAll(services, outcome, 'Deleted', 'tags');
}

interface Deletion {
  readonly registry: Registry;
  readonly target: RemoteTarget;
  /** All that are to be deleted. */
  readonly targets: readonly RemoteTarget[];
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

async function deleteOne(
  { ui }: DeleteServices,
  { registry, target, targets, report, signal }: Deletion,
): Promise<void> {
  const { host, repository, tag } = target;
  if (!tag.startsWith('sha256:') && (await registry.deleteTag(repository, tag, signal))) return;
  let digest: string;
  try {
    digest = tag.startsWith('sha256:') ? tag : await registry.digest(repository, tag, signal);
  } catch (error) {
    // It went with another one of those that were to go.
    if (isEngineError(error, 'not-found') && targets.length > 1) return;
    throw error;
  }
  report('Looking for other tags of the same image');
  const meant = new Set(targets.map(({ reference }) => reference));
  const others = (await tagsWith(registry, repository, digest, signal)).filter(
    (name) => name !== tag && !meant.has(target.reference.replace(/:[^:/]+$/, `:${name}`)),
  );
  if (others.length > 0) {
    const sure = await ui.confirm({
      message: `Delete ${plural(others.length, 'other tag')} with ${tag}?`,
      detail: `${registryName(host)} deletes whole images, and this one of ${repository} has other tags:\n${nameLines(others)}`,
      action: `Delete ${plural(others.length + 1, 'tag')}`,
    });
    if (!sure) throw new EngineError('cancelled', 'The deletion was cancelled.');
  }
  await registry.deleteImage(repository, digest, signal);
}

/** Reads them all: what is deleted with an image has to be known. */
async function tagsWith(
  registry: Registry,
  repository: string,
  digest: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const pages = registry.tags(repository);
  const found: string[] = [];
  for (let more = true; more; ) {
    const page = await pages.next(signal);
    more = page.more;
    await inParallel(page.items, 6, async ({ name }) => {
      const own = await registry.digest(repository, name, signal).catch((error) => {
        if (isEngineError(error, 'not-found')) return undefined;
        throw error;
      });
      if (own === digest) found.push(name);
    });
  }
  return found.sort();
}
