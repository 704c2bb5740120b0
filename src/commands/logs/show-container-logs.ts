import { isEngineError } from '../../engine/errors';
import { reasonOf } from '../batch';
import type { Services } from '../services';
import { askView } from './ask-view';
import { followLogs } from './follow-logs';
import { createLogNaming } from './log-sources';
import { type LogTargets, logTargets } from './log-targets';
import { describeView, type LogView, rememberedView } from './log-view';
import { saveLogs } from './save-container-logs';

export type LogServices = Pick<Services, 'engine' | 'ui' | 'terminals' | 'memory' | 'workspace' | 'log'>;

/**
 * Containers' output in a terminal, which goes on when they start again. Several are shown together, and those of a compose
 * project with whatever containers it gets later.
 */
export async function showContainerLogs(services: LogServices, args: readonly unknown[]): Promise<void> {
  const targets = await logTargets(services, args, 'Show container logs');
  if (targets) await openLogs(services, targets, { view: rememberedView(services), anew: false });
}

/** The same after asking how much, since when, and what lines. */
export async function showContainerLogsWithOptions(services: LogServices, args: readonly unknown[]): Promise<void> {
  const targets = await logTargets(services, args, 'Show container logs with options');
  const view = targets && (await askView(services, targets.name, rememberedView(services)));
  if (view) await openLogs(services, targets, { view, anew: true });
}

async function openLogs(
  services: LogServices,
  targets: LogTargets,
  { view, anew }: { readonly view: LogView; readonly anew: boolean },
): Promise<void> {
  const { engine, containers, project, name } = targets;
  const ids = containers.map(({ id }) => id);
  await services.terminals.openStream({
    key: `logs:${project === undefined ? ids.join() : `project ${project}`}`,
    name: `${name} (logs)`,
    icon: 'output',
    anew,
    intro: `Logs of ${name}: ${describeView(view)}. O: options, S: save, Ctrl+C: stop.`,
    keys: {
      o: () => attempt(services, () => change(services, targets, view)),
      s: () => attempt(services, () => saveLogs(services, targets, view)),
    },
    open(signal) {
      const naming = createLogNaming({ together: project !== undefined || containers.length > 1 });
      const sources = containers.map((container) => naming.source(container));
      return followLogs(engine, {
        sources,
        view,
        signal,
        ...(project === undefined ? {} : { joins: naming.joining(project) }),
      });
    },
  });
}

async function change(services: LogServices, targets: LogTargets, view: LogView): Promise<void> {
  const changed = await askView(services, targets.name, view);
  if (changed) await openLogs(services, targets, { view: changed, anew: true });
}

/** A key is no command whose failure somebody else would show. */
function attempt({ ui, log }: Pick<Services, 'ui' | 'log'>, action: () => Promise<void>): void {
  action().catch((error: unknown) => {
    if (isEngineError(error, 'cancelled')) return;
    log.error('Logs', error);
    void ui.error(reasonOf(error));
  });
}
