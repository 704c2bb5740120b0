import type { Services } from '../services';
import { containerTargets } from '../targets';
import { pickContainer } from './pick-container';

/** What the engine says about a container, as a read-only JSON document. */
export async function inspectContainer(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
): Promise<void> {
  const container =
    containerTargets(args)[0] ??
    (await pickContainer(services, { title: 'Inspect container', empty: 'There is no container here yet.' }));
  if (!container) return;
  const { raw, name } = await (await services.engine()).containers.inspect(container.id);
  await services.ui.showText({
    title: `${name}.json`,
    language: 'json',
    text: `${JSON.stringify(raw, undefined, 2)}\n`,
  });
}
