import { listOf } from '../../shared/quantity';
import type { Services } from '../services';
import { type ContainerTarget, containerTargets } from '../targets';
import { pickContainer } from './pick-container';

type CopyServices = Pick<Services, 'engine' | 'ui'>;

/** The full ids of containers, one on each line. */
export async function copyContainerId(services: CopyServices, args: readonly unknown[]): Promise<void> {
  const engine = await services.engine();
  await copy(services, args, 'Copy container id', async ({ id }) => (await engine.containers.inspect(id)).id);
}

export async function copyContainerName(services: CopyServices, args: readonly unknown[]): Promise<void> {
  const engine = await services.engine();
  await copy(services, args, 'Copy container name', async ({ id }) => (await engine.containers.inspect(id)).name);
}

async function copy(
  services: CopyServices,
  args: readonly unknown[],
  title: string,
  fact: (target: ContainerTarget) => Promise<string>,
): Promise<void> {
  const given = containerTargets(args);
  const picked =
    given.length > 0 ? given : [await pickContainer(services, { title, empty: 'There is no container here yet.' })];
  const texts = await Promise.all(picked.flatMap((target) => (target ? [fact(target)] : [])));
  if (texts.length === 0) return;
  await services.ui.copy(texts.join('\n'));
  services.ui.statusMessage(`Copied ${listOf(texts)}.`);
}
