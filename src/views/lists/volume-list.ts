import type { Engine, EngineEvent } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import type { VolumeSummary } from '../../engine/volumes';
import { createFoldedList, type FoldedList, type FoldedListOptions } from './folded-list';

export type VolumeList = FoldedList<VolumeSummary> & { fold(event: EngineEvent): void };

export function createVolumeList(
  options: Pick<FoldedListOptions<VolumeSummary>, 'onFailure' | 'settleMs' | 'mostReads'>,
): VolumeList {
  const list = createFoldedList<VolumeSummary>({
    ...options,
    idOf: ({ name }) => name,
    list: (engine, signal) => engine.volumes.list({ signal }),
    read: readVolume,
  });
  const fold = ({ kind, action, id }: EngineEvent) => {
    if (kind !== 'volume') return;
    if (action === 'create') list.changed(id);
    // Podman says `remove` for what Docker calls `destroy`.
    else if (action === 'destroy' || action === 'remove') list.gone(id);
  };
  return Object.assign(list, { fold });
}

async function readVolume(engine: Engine, name: string, signal: AbortSignal): Promise<VolumeSummary | undefined> {
  try {
    const { raw: _, ...volume } = await engine.volumes.inspect(name, signal);
    return volume;
  } catch (error) {
    if (isEngineError(error, 'not-found')) return undefined;
    throw error;
  }
}
