import type { ContainerSummary, Engine } from '../../engine/engine';
import { EngineError } from '../../engine/errors';
import type { ContainerNode } from '../../views/containers/nodes';
import { pickContainers } from '../containers/pick-container';
import type { Services } from '../services';
import { containerTargets, findContainer } from '../targets';
import { projectOf, sortForLogs } from './log-sources';

/** Whose output is meant. */
export interface LogTargets {
  readonly engine: Engine;
  /** At least one. */
  readonly containers: readonly ContainerSummary[];
  /** They are all of a compose project, and those it gets later are meant, too. */
  readonly project: string | undefined;
  /** For titles: `web`, `shop`, `web and 2 more`. */
  readonly name: string;
}

/** From a command's arguments, or by asking; undefined when the person gave up. Rejects when they are gone. */
export async function logTargets(
  services: Pick<Services, 'engine' | 'ui'>,
  args: readonly unknown[],
  title: string,
): Promise<LogTargets | undefined> {
  const given = containerTargets(args);
  const targets =
    given.length > 0 ? given : await pickContainers(services, { title, empty: 'There is no container here yet.' });
  const [first] = targets;
  if (!first) return undefined;
  const engine = await services.engine();
  const all = await engine.containers.list();
  const project = givenProject(args);
  const containers =
    project === undefined
      ? targets.map((target) => findContainer(all, target)).filter((container) => container !== undefined)
      : all.filter((container) => projectOf(container) === project);
  const [one] = containers;
  if (!one) throw new EngineError('not-found', `The container ${first.name} is gone.`);
  const name = project ?? (containers.length > 1 ? `${one.name} and ${containers.length - 1} more` : one.name);
  return { engine, containers: sortForLogs(containers), project, name };
}

/** The row of a compose project by itself. */
function givenProject([clicked, selected]: readonly unknown[]): string | undefined {
  if (Array.isArray(selected) && selected.length > 1) return undefined;
  if (typeof clicked !== 'object' || clicked === null || !('kind' in clicked)) return undefined;
  const node = clicked as ContainerNode;
  return node.kind === 'group' ? node.project : undefined;
}
