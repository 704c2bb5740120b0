import type { Engine, EngineEvent } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import type { NetworkSummary } from '../../engine/networks';
import { createFoldedList, type FoldedList, type FoldedListOptions } from './folded-list';

export type NetworkList = FoldedList<NetworkSummary> & { fold(event: EngineEvent): void };

/** Who is connected is not in it: that is kept by the list of containers. */
export function createNetworkList(
  options: Pick<FoldedListOptions<NetworkSummary>, 'onFailure' | 'settleMs' | 'mostReads'>,
): NetworkList {
  const list = createFoldedList<NetworkSummary>({
    ...options,
    idOf: ({ id }) => id,
    list: (engine, signal) => engine.networks.list({ signal }),
    read: readNetwork,
  });
  const fold = ({ kind, action, id }: EngineEvent) => {
    if (kind !== 'network') return;
    if (action === 'create' || action === 'update') list.changed(id);
    // Podman says `remove` for what Docker calls `destroy`.
    else if (action === 'destroy' || action === 'remove') list.gone(id);
  };
  return Object.assign(list, { fold });
}

async function readNetwork(engine: Engine, id: string, signal: AbortSignal): Promise<NetworkSummary | undefined> {
  try {
    const { raw: _, ...network } = await engine.networks.inspect(id, signal);
    return network;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return undefined;
    throw error;
  }
}
