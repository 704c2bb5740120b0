import type { ContainerSummary, Engine } from '../../engine/engine';
import type { PickItem } from '../../host/ui';
import { describePorts, describeState, isActive, presentNode } from '../../views/containers/nodes';
import { compareNames } from '../../views/format';
import type { Services } from '../services';
import type { ContainerTarget } from '../targets';

export interface PickContainerOptions {
  readonly title: string;
  readonly placeholder?: string;
  /** Those the command can do something with; default: all. */
  readonly where?: (container: ContainerSummary) => boolean;
  /** Shown when there is none. */
  readonly empty: string;
}

/** Asks for one of the engine's containers; undefined when the person gave up. */
export async function pickContainer(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  options: PickContainerOptions,
): Promise<ContainerTarget | undefined> {
  return ui.pick(containerItems(await engine(), options), options);
}

export async function pickContainers(
  { engine, ui }: Pick<Services, 'engine' | 'ui'>,
  options: PickContainerOptions,
): Promise<readonly ContainerTarget[]> {
  return (await ui.pickMany(containerItems(await engine(), options), options)) ?? [];
}

async function containerItems(
  engine: Engine,
  { where = () => true }: PickContainerOptions,
): Promise<PickItem<ContainerTarget>[]> {
  const containers = (await engine.containers.list()).filter(where);
  return containers
    .sort((a, b) => Number(isActive(b)) - Number(isActive(a)) || compareNames(a.name, b.name))
    .map((container) => {
      const icon = presentNode({ kind: 'container', project: undefined, container }).icon?.id;
      const facts = [describeState(container), describePorts(container.ports), container.image];
      return {
        label: container.name,
        description: facts.filter((fact) => fact !== undefined).join(' · '),
        value: { id: container.id, name: container.name },
        ...(icon === undefined ? {} : { icon }),
      };
    });
}
