import { pickContainer } from '../containers/pick-container';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { followLogs } from './follow-logs';

/** More terminals than that may be a slip of the hand. */
const manyTerminals = 8;

/** Each container's output in a terminal of its own, which goes on when the container starts again. */
export async function showContainerLogs(
  services: Pick<Services, 'engine' | 'ui' | 'terminals'>,
  args: readonly unknown[],
): Promise<void> {
  const given = containerTargets(args);
  const picked =
    given.length > 0
      ? given
      : [await pickContainer(services, { title: 'Show container logs', empty: 'There is no container here yet.' })];
  if (picked.length > manyTerminals && !(await agreesTo(picked.length, services.ui))) return;
  const engine = await services.engine();
  for (const target of picked) {
    if (!target) return;
    // Events name it by its whole id.
    const { id, name } = await engine.containers.inspect(target.id);
    await services.terminals.openStream({
      key: `logs:${id}`,
      name: `${name} (logs)`,
      icon: 'output',
      open: (signal) => followLogs(engine, { id, name }, { tail: 1000, signal }),
    });
  }
}

function agreesTo(count: number, ui: Services['ui']): Promise<boolean> {
  return ui.confirm({
    message: `Show the logs of ${count} containers?`,
    detail: 'Each opens a terminal of its own.',
    action: `Open ${count} terminals`,
  });
}
