import type { ContainerDetails, Engine } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import { pickContainer } from '../containers/pick-container';
import type { Services } from '../services';
import { containerTargets } from '../targets';

/** The running container a command is for; undefined when the person gave up. `what` cannot be done in another. */
export async function runningContainer(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
  { title, what }: { readonly title: string; readonly what: string },
): Promise<{ readonly engine: Engine; readonly container: ContainerDetails } | undefined> {
  const target =
    containerTargets(args)[0] ??
    (await pickContainer(services, {
      title,
      where: ({ state }) => state === 'running',
      empty: 'There is no running container.',
    }));
  if (!target) return undefined;
  const engine = await services.engine();
  const container = await engine.containers.inspect(target.id);
  if (container.state === 'running') return { engine, container };
  throw new EngineError('conflict', `${container.name} is not running, so ${what}.`, {
    hint: container.state === 'paused' ? 'Start it to let it go on.' : 'Start it first.',
  });
}
