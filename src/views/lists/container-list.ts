import type { ContainerSummary, Engine, EngineEvent } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { inParallel } from '../../shared/in-parallel';
import { createFoldedList, type FoldedList, type FoldedListOptions } from './folded-list';

export type ContainerList = FoldedList<ContainerSummary> & { fold(event: EngineEvent): void };

/** Nothing of these is seen in a row. */
const uninteresting =
  /^(?:exec_|top|attach|detach|resize|export|archive-path|extract-to-dir|copy|commit|kill|oom|checkpoint)/;

/** What cannot be after an event: engines tell of these before their lists know. */
const impossible: Readonly<Record<string, readonly ContainerSummary['state'][]>> = {
  die: ['running', 'paused'],
  pause: ['running'],
  unpause: ['paused'],
};

export function createContainerList(
  options: Pick<FoldedListOptions<ContainerSummary>, 'onFailure' | 'settleMs' | 'mostReads'>,
): ContainerList {
  /** The last event about the state of a container, until it is read. */
  const told = new Map<string, string>();
  const lags = (item: ContainerSummary, action: string | undefined) =>
    action !== undefined && (impossible[action]?.includes(item.state) ?? false);
  const list = createFoldedList<ContainerSummary>({
    ...options,
    idOf: ({ id }) => id,
    async list(engine, signal) {
      const expected = new Map(told);
      told.clear();
      const found = await engine.containers.list({ signal });
      const late = found.filter((item) => lags(item, expected.get(item.id)));
      if (late.length === 0) return found;
      await inParallel(late, 8, ({ id }) => settled(engine, id));
      return engine.containers.list({ signal });
    },
    async read(engine, id, signal) {
      const expected = told.get(id);
      told.delete(id);
      const found = await engine.containers.get(id, signal);
      if (!found || !lags(found, expected)) return found;
      await settled(engine, id);
      return engine.containers.get(id, signal);
    },
  });
  const fold = ({ kind, action, id, attributes }: EngineEvent) => {
    if (kind === 'network' && attributes.container !== undefined) list.changed(attributes.container);
    if (kind !== 'container' || uninteresting.test(action)) return;
    if (action in impossible || action === 'start') told.set(id, action);
    // Podman says `remove` for what Docker calls `destroy`.
    if (action === 'destroy' || action === 'remove') {
      told.delete(id);
      list.gone(id);
    } else list.changed(id);
  };
  return Object.assign(list, { fold });
}

/** An engine does not answer this before it is done with what it told of; its lists are right from then on. */
async function settled({ containers }: Engine, id: string): Promise<void> {
  await containers.inspect(id).catch((error: unknown) => {
    if (!isEngineError(error, 'not-found')) throw error;
  });
}
