import { isEngineError } from '../../engine/errors';
import { exitCodeWords } from '../../shared/exit-code';
import { isActive } from '../../views/containers/nodes';
import { offer } from '../offer';
import type { Services } from '../services';
import { containerTargets } from '../targets';
import { pickContainers } from './pick-container';

type WaitServices = Pick<Services, 'engine' | 'ui' | 'run'>;

/** Containers that are waited for, by id. */
const waiting = new Map<string, AbortController>();

/** As `docker wait`, without holding anything up: a message says when containers end, and how. Again: waits no more. */
export async function waitForContainer(services: WaitServices, args: readonly unknown[]): Promise<void> {
  const { ui } = services;
  const given = containerTargets(args);
  const targets =
    given.length > 0
      ? given
      : await pickContainers(services, {
          title: 'Tell when containers end',
          where: isActive,
          empty: 'There is no running container.',
        });
  const engine = await services.engine();
  for (const target of targets) {
    const { id, name, state, exitCode } = await engine.containers.inspect(target.id);
    const former = waiting.get(id);
    if (former) {
      former.abort();
      waiting.delete(id);
      ui.statusMessage(`The end of ${name} will not be told.`);
    } else if (state === 'exited' || state === 'dead')
      void ui.info(`${name} has ended with ${exitCodeWords(exitCode)}.`);
    else {
      const abort = new AbortController();
      waiting.set(id, abort);
      ui.statusMessage(`You will be told when ${name} ends.`);
      const ended = engine.containers.wait(id, abort.signal, state === 'created' ? 'next-exit' : 'stopped');
      ended
        .then(
          (end) => tell(services, { id, name }, end.exitCode),
          (error: unknown) => {
            if (isEngineError(error, 'cancelled')) return;
            const reason = error instanceof Error ? error.message : String(error);
            void ui.warn(`The end of ${name} could not be waited for: ${reason}`);
          },
        )
        .finally(() => {
          if (waiting.get(id) === abort) waiting.delete(id);
        });
    }
  }
}

function tell(
  services: WaitServices,
  { id, name }: { readonly id: string; readonly name: string },
  exitCode: number,
): void {
  const message = `${name} ended with ${exitCodeWords(exitCode)}.`;
  const answer = exitCode === 0 ? services.ui.info(message, 'Show logs') : services.ui.warn(message, 'Show logs');
  offer(services, answer, { 'Show logs': ['layerwright.showContainerLogs', id] });
}
