import { listOf } from '../../shared/quantity';
import type { Services } from '../services';
import { imageTargets } from '../targets';
import { pickImage } from './pick-image';

/** The ids of images, one on each line. */
export async function copyImageId(services: Pick<Services, 'engine' | 'ui'>, args: readonly unknown[]): Promise<void> {
  const targets = await targetsOf(services, args, 'Copy image id');
  const engine = await services.engine();
  const ids = await Promise.all(targets.map(async ({ ref }) => (await engine.images.inspect(ref)).id));
  await copy(services, ids);
}

/** `repository@sha256:…`, which names the same content for ever; images that came from no registry have none. */
export async function copyImageDigest(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const targets = await targetsOf(services, args, 'Copy image digest');
  const engine = await services.engine();
  const found = await Promise.all(
    targets.map(async ({ ref, name }) => {
      const { digests } = await engine.images.inspect(ref);
      const repository = ref.replace(/(?::[^/:]+|@.*)$/, '');
      return { name, digest: digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0] };
    }),
  );
  const without = found.filter(({ digest }) => digest === undefined).map(({ name }) => name);
  if (without.length > 0) {
    void services.ui.warn(
      `${listOf(without)} ${without.length === 1 ? 'has' : 'have'} no digest: a registry gives one when an image is pulled or pushed.`,
    );
  }
  await copy(
    services,
    found.flatMap(({ digest }) => digest ?? []),
  );
}

async function targetsOf(services: Pick<Services, 'engine' | 'ui'>, args: readonly unknown[], title: string) {
  const given = imageTargets(args);
  if (given.length > 0) return given;
  const picked = await pickImage(services, { title });
  return picked ? [picked] : [];
}

async function copy({ ui }: Pick<Services, 'ui'>, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return;
  await ui.copy(texts.join('\n'));
  ui.statusMessage(`Copied ${listOf(texts)}.`);
}
